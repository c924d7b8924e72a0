package dev.belay.migrate.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.ProgressLoggerEmpty;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.configuration.resolvers.PropertyResolverContextImpl;

/**
 * Reads {@code flyway.toml} and {@code flyway.user.toml} into flat {@code flyway.*} keys. Flyway reads TOML in its
 * command line only (neither its Maven plugin nor its API does), into a model with environments; here the chosen
 * environment's own settings become the {@code flyway.*} keys that {@code flyway.conf} has for them.
 */
final class TomlFiles {

    /** One file's content, keys as in the file: {@code flyway.table}, {@code environments.dev.schemas}. */
    private record TomlFile(String shownAs, Map<String, String> values) {}

    private final List<TomlFile> files = new ArrayList<>();
    private final Map<String, String> environment;

    TomlFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    void add(Path file, Charset charset, String shownAs) {
        String text = SettingText.read(file, charset, shownAs);
        try {
            var values = new LinkedHashMap<String, String>();
            flatten("", new TomlMapper().readTree(text), values);
            files.add(new TomlFile(shownAs, values));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            // the parser's excerpt of the source could hold a password, so only its complaint is repeated
            throw new RefusalException(
                    Problem.of(shownAs + place + ": not valid TOML: " + e.getOriginalMessage(), "correct the line"), e);
        }
    }

    /**
     * {@return one layer per file, in their order}
     *
     * @param chosen the environment asked for outside of the files; {@code null} when the files decide
     */
    List<SettingLayer> layers(String chosen) {
        if (files.isEmpty()) {
            return List.of();
        }
        String name = environmentName(chosen);
        return files.stream().map(file -> layer(file, name)).toList();
    }

    private String environmentName(String chosen) {
        String name = chosen;
        for (TomlFile file : files) {
            if (chosen == null) {
                name = file.values().getOrDefault("flyway.environment", name);
            }
        }
        if (name == null || name.isBlank()) {
            return "default";
        }
        var known = new TreeSet<>(List.of("default"));
        files.forEach(file -> file.values().keySet().stream()
                .filter(key -> key.startsWith("environments."))
                .map(key -> key.split("\\.")[1])
                .forEach(known::add));
        if (!known.contains(name)) {
            throw new RefusalException(Problem.of(
                    "flyway.environment is " + name + ", but "
                            + files.stream().map(TomlFile::shownAs).collect(Collectors.joining(", "))
                            + " has no [environments." + name + "]",
                    "name one of " + String.join(", ", known)));
        }
        return name;
    }

    private SettingLayer layer(TomlFile file, String name) {
        var values = new TreeMap<String, String>();
        file.values().forEach((key, value) -> {
            if (key.startsWith("flyway.") && !key.startsWith("flyway.propertyResolvers.")) {
                values.put("flyway.migrationResolvers".equals(key) ? "flyway.resolvers" : key, value);
            }
        });
        String ofEnvironment = "environments." + name + ".";
        // what an environment says under flyway wins over the general [flyway]
        file.values().forEach((key, value) -> {
            if (key.startsWith(ofEnvironment)) {
                environmentKey(key.substring(ofEnvironment.length()), value, values);
            }
        });
        return resolved(file.shownAs(), values);
    }

    private static void environmentKey(String rest, String value, Map<String, String> values) {
        boolean toolsOwn = rest.startsWith("resolvers.") || rest.equals("provisioner") || rest.equals("displayName");
        if (!toolsOwn) {
            values.put(rest.startsWith("flyway.") ? rest : "flyway." + rest, value);
        }
    }

    private SettingLayer resolved(String shownAs, Map<String, String> values) {
        var missing = new TreeMap<String, String>();
        values.replaceAll((key, value) -> {
            if (SettingKeys.kind(key) != SettingKeys.Kind.USED) {
                return value;
            }
            var resolver = new EnvironmentResolver(environment);
            try {
                var context = new PropertyResolverContextImpl(null, Map.of(resolver.getName(), resolver));
                String resolved = context.resolveValue(value, new ProgressLoggerEmpty());
                resolver.missing().ifPresent(variable -> missing.put(key, variable + ", which is not set"));
                return resolved;
            } catch (FlywayException e) {
                missing.put(key, "a resolver that Belay does not have");
                return value;
            }
        });
        return new SettingLayer(shownAs, true, values, missing);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                            entry.getValue(),
                            values));
        } else if (node.isArray()) {
            var items = new ArrayList<String>();
            node.forEach(item -> items.add(item.asText()));
            values.put(prefix, String.join(",", items));
        } else if (!prefix.isEmpty()) {
            values.put(prefix, node.asText());
        }
    }
}
