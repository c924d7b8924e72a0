package dev.belay.migrate.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spring Boot application's {@code spring.flyway.*}, as {@code flyway.*} keys. */
final class SpringSettings {

    private static final String PREFIX = "spring.flyway.";
    private static final String VARIABLE_PREFIX = "SPRING_FLYWAY_";
    private static final Pattern INDEX = Pattern.compile("^(.*?)\\[(\\d{1,6})]$");
    private static final Pattern VARIABLE_INDEX = Pattern.compile("^(.*?)_(\\d{1,6})_?$");

    private final SettingsSources sources;
    private final SpringFiles files;
    private final Map<String, String> all = new HashMap<>();

    private SpringSettings(SettingsSources sources, Consumer<String> notes) {
        this.sources = sources;
        this.files = new SpringFiles(sources.layout(), sources.projectProperties(), notes);
    }

    /** {@return one layer for each document that has such settings, and for the environment, weakest first} */
    static List<SettingLayer> load(SettingsSources sources, Consumer<String> notes) {
        return new SpringSettings(sources, notes).load();
    }

    /** {@return what the application's files say of keys that begin so, by what is behind that; unset placeholders stay} */
    static Map<String, String> below(String prefix, SettingsSources sources, Consumer<String> notes) {
        var settings = new SpringSettings(sources, notes);
        settings.documents();
        var placeholders = new SpringPlaceholders(settings::lookup);
        var found = new TreeMap<String, String>();
        settings.all.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(
                        key.substring(prefix.length()),
                        placeholders.resolve(value).value());
            }
        });
        return found;
    }

    private List<SettingLayer> load() {
        List<SpringDocument> documents = documents();

        var layers = new ArrayList<SettingLayer>();
        for (SpringDocument document : documents) {
            layers.add(layer(document.file() + " (spring.flyway)", document.values()));
        }
        layers.add(layer("environment (SPRING_FLYWAY_*)", fromEnvironment()));
        layers.add(layer("typed -Dspring.flyway.*", sources.userProperties()));
        layers.removeIf(layer -> layer.values().isEmpty());
        return layers;
    }

    /** Those that count, weakest first. */
    private List<SpringDocument> documents() {
        List<SpringDocument> common = files.common();
        SpringProfiles profiles = profiles(common);
        var documents = new ArrayList<>(common);
        profiles.active().forEach(profile -> documents.addAll(files.ofProfile(profile)));
        documents.removeIf(document -> !profiles.accepts(document));
        documents.forEach(document -> all.putAll(document.values()));
        return documents;
    }

    private SpringProfiles profiles(List<SpringDocument> common) {
        String key = "spring.profiles.active";
        String given = Optional.ofNullable(sources.userProperties().get(key))
                .orElse(sources.environment().get("SPRING_PROFILES_ACTIVE"));
        if (given != null) {
            return new SpringProfiles(new SpringDocument("", Map.of(key, given)).list(key));
        }
        List<String> active = List.of();
        for (SpringDocument document : common) {
            List<String> named = document.list(key);
            if (document.onProfile().isEmpty() && !named.isEmpty()) {
                active = named;
            }
        }
        return new SpringProfiles(
                active.stream().filter(name -> !name.contains("${")).toList());
    }

    private Map<String, String> fromEnvironment() {
        var values = new TreeMap<String, String>();
        sources.environment().forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX)) {
                String rest = variable.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
                Matcher index = VARIABLE_INDEX.matcher(rest);
                String name = index.matches() ? index.group(1) + "[" + index.group(2) + "]" : rest;
                values.put(
                        PREFIX
                                + name.replaceFirst("^placeholders_", "placeholders.")
                                        .replaceFirst("^jdbc_?properties_", "jdbc-properties.")
                                        .replaceFirst("^postgresql_", "postgresql.")
                                        .replaceFirst("^oracle_", "oracle.")
                                        .replaceFirst("^sqlserver_", "sqlserver."),
                        value);
            }
        });
        return values;
    }

    private SettingLayer layer(String source, Map<String, String> properties) {
        var placeholders = new SpringPlaceholders(this::lookup);
        var values = new TreeMap<String, String>();
        var missing = new TreeMap<String, String>();
        joined(properties).forEach((name, text) -> {
            Optional<String> key = flywayKey(name);
            if (key.isPresent()) {
                SpringPlaceholders.Resolved resolved = SettingKeys.isPlaceholderSyntax(key.get())
                        ? new SpringPlaceholders.Resolved(text, Optional.empty())
                        : placeholders.resolve(text);
                values.put(key.get(), converted(key.get(), resolved.value()));
                resolved.missing().ifPresent(unset -> missing.put(key.get(), unset + ", which is not set"));
            }
        });
        return new SettingLayer(source, false, values, missing);
    }

    /** The names behind the prefix, with the items of a list in one value. */
    private static Map<String, String> joined(Map<String, String> properties) {
        var single = new TreeMap<String, String>();
        var lists = new TreeMap<String, Map<Integer, String>>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                Matcher index = INDEX.matcher(name);
                if (index.matches() && !name.startsWith("placeholders")) {
                    lists.computeIfAbsent(index.group(1), list -> new TreeMap<>())
                            .put(Integer.valueOf(index.group(2)), value);
                } else {
                    single.put(name, value);
                }
            }
        });
        lists.forEach((name, items) -> {
            // Spring hands a list of init-sqls to Flyway as lines, every other list as a list
            String separator = SettingKeys.uniform(name).equals("initsqls") ? "\n" : ",";
            single.put(name, String.join(separator, items.values()));
        });
        return single;
    }

    /** Flyway's key; empty for what only Spring understands, Spring's own key for what nobody does. */
    private static Optional<String> flywayKey(String name) {
        int dot = name.indexOf('.');
        String first = SettingKeys.uniform(dot < 0 ? name.replaceFirst("\\[.*", "") : name.substring(0, dot));
        String rest = dot < 0 ? name.replaceFirst("^[^\\[]*", "") : name.substring(dot + 1);
        if (first.equals("placeholders") && !rest.isEmpty()) {
            return Optional.of("flyway.placeholders." + rest.replaceFirst("^\\[(.*)]$", "$1"));
        }
        if (first.equals("jdbcproperties") && !rest.isEmpty()) {
            return Optional.of("flyway.jdbcProperties." + rest);
        }
        if (first.equals("postgresql") && SettingKeys.uniform(rest).equals("transactionallock")) {
            return Optional.of("flyway.postgresql.transactional.lock");
        }
        if (dot >= 0) {
            return Optional.of(
                    SettingKeys.kind("flyway." + name) == SettingKeys.Kind.NOT_USED ? "flyway." + name : PREFIX + name);
        }
        return switch (first) {
            case "enabled", "checklocation" -> Optional.empty();
            case "initsqls" -> Optional.of("flyway.initSql");
            case "driverclassname" -> Optional.of("flyway.driver");
            default ->
                Optional.of(SettingKeys.byUniformName(first)
                        .filter(known -> SettingKeys.kind("flyway." + known) != SettingKeys.Kind.UNKNOWN)
                        .map(known -> "flyway." + known)
                        .orElse(PREFIX + name));
        };
    }

    private static String converted(String key, String value) {
        if (key.equals("flyway.locations") || key.equals("flyway.callbackLocations")) {
            return value.replace("{vendor}", "postgresql");
        }
        if (SettingKeys.BOOLEANS.contains(key.substring(key.indexOf('.') + 1))) {
            return switch (value.strip().toLowerCase(Locale.ROOT)) {
                case "on", "yes", "1" -> "true";
                case "off", "no", "0" -> "false";
                default -> value.strip();
            };
        }
        return value;
    }

    private String lookup(String name) {
        if (sources.userProperties().containsKey(name)) {
            return sources.userProperties().get(name);
        }
        Map<String, String> environment = sources.environment();
        String relaxed = name.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
        if (environment.containsKey(name)) {
            return environment.get(name);
        }
        if (environment.containsKey(relaxed)) {
            return environment.get(relaxed);
        }
        return all.getOrDefault(name, sources.projectProperties().get(name));
    }
}
