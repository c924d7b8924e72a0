package dev.belay.migrate.settings;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.internal.configuration.ConfigUtils;

/**
 * Finds and merges a project's Flyway settings. From weak to strong: Spring Boot's application files; {@code
 * flyway.conf}; {@code flyway.toml} and {@code flyway.user.toml} (home folder before project); the flyway-maven-plugin's
 * configuration; POM properties; the files named by {@code flyway.configFiles}, which in Flyway's Maven plugin too
 * stand above the POM; environment variables; typed {@code -Dflyway.*}; Belay's own {@code db.*}.
 */
public final class FlywaySettingsLoader {

    private static final Pattern MAVEN_EXPRESSION = Pattern.compile("\\$\\{([A-Za-z0-9_.:-]+)}");

    private final SettingsSources sources;
    private final SettingsMerge merge = new SettingsMerge();
    private final Charset charset;

    private FlywaySettingsLoader(SettingsSources sources) {
        this.sources = sources;
        this.charset = charset();
    }

    /**
     * {@return the settings that count}
     *
     * @throws RefusalException naming key and place, when a file cannot be parsed or is not there, a key is unknown, or
     *     a value refers to a variable that is not set
     */
    public static FlywaySettings load(SettingsSources sources) {
        return new FlywaySettingsLoader(sources).load();
    }

    private FlywaySettings load() {
        SpringSettings.load(sources, merge::note).forEach(merge::add);
        defaultFiles("flyway.conf").forEach(file -> merge.add(conf(file)));
        var toml = new TomlFiles(sources.environment());
        defaultFiles("flyway.toml", "flyway.user.toml").forEach(file -> toml.add(file, charset, shown(file)));
        toml.layers(environmentName()).forEach(merge::add);
        merge.add(fromPom("flyway-maven-plugin's configuration", pluginSettings()));
        merge.add(fromPom("POM properties", flywayKeys(sources.projectProperties())));
        namedFiles();
        merge.add(SettingLayer.strict(
                "environment (FLYWAY_*)", ConfigUtils.environmentVariablesToPropertyMap(sources.environment())));
        merge.add(SettingLayer.strict("typed -Dflyway.*", flywayKeys(sources.userProperties())));
        merge.add(SettingLayer.strict("db.* parameters", sources.overrides()));
        return merge.result();
    }

    private SettingLayer conf(Path file) {
        return ConfFiles.read(file, charset, shown(file), sources.environment());
    }

    private void namedFiles() {
        var toml = new TomlFiles(sources.environment());
        for (String name : configFiles()) {
            Path file = workingDirectory().resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new RefusalException(Problem.of(
                        "flyway.configFiles names " + name + ", and there is no file " + shown(file),
                        "create it, or correct flyway.configFiles"));
            }
            if (name.endsWith(".toml")) {
                toml.add(file, charset, shown(file));
            } else {
                merge.add(conf(file));
            }
        }
        toml.layers(environmentName()).forEach(merge::add);
    }

    private List<Path> defaultFiles(String... names) {
        var folders = new LinkedHashSet<>(List.of(
                sources.home().toAbsolutePath().normalize(), sources.layout().baseDirectory()));
        folders.add(workingDirectory());
        return folders.stream()
                .flatMap(folder -> Arrays.stream(names).map(folder::resolve))
                .filter(Files::isRegularFile)
                .toList();
    }

    private String shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path home = sources.home().toAbsolutePath().normalize();
        boolean inHome = absolute.getParent().equals(home)
                && !home.equals(sources.layout().baseDirectory());
        return inHome ? "~/" + absolute.getFileName() : sources.layout().show(absolute);
    }

    /** What the POM says; there an expression that Maven could not resolve is still in the value. */
    private static SettingLayer fromPom(String source, Map<String, String> values) {
        var missing = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            Matcher expression = MAVEN_EXPRESSION.matcher(value);
            if (!SettingKeys.isPlaceholderSyntax(key) && expression.find()) {
                missing.put(key, expression.group(1) + ", which is not set");
            }
        });
        return new SettingLayer(source, false, values, missing);
    }

    private Map<String, String> pluginSettings() {
        var values = new TreeMap<String, String>();
        sources.flywayPlugin().forEach((name, value) -> values.put("flyway." + name, value));
        return values;
    }

    private static Map<String, String> flywayKeys(Map<String, String> properties) {
        var values = new TreeMap<String, String>();
        properties.forEach((key, value) -> {
            if (key.startsWith("flyway.")) {
                values.put(key, value);
            }
        });
        return values;
    }

    private List<String> configFiles() {
        return tool("configFiles", "FLYWAY_CONFIG_FILES")
                .map(names -> Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private Path workingDirectory() {
        return sources.layout()
                .baseDirectory()
                .resolve(tool("workingDirectory", null).orElse(""))
                .normalize();
    }

    private String environmentName() {
        return tool("environment", null).orElse(null);
    }

    private Charset charset() {
        String name = tool("configFileEncoding", "FLYWAY_CONFIG_FILE_ENCODING").orElse(StandardCharsets.UTF_8.name());
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new RefusalException(
                    Problem.of("flyway.configFileEncoding is " + name + ", which is no encoding", "write UTF-8"), e);
        }
    }

    /** A parameter that steers the reading itself, in the order in which Flyway's Maven plugin looks for it. */
    private Optional<String> tool(String name, String variable) {
        return Stream.of(
                        Optional.ofNullable(variable).map(sources.environment()::get),
                        Optional.ofNullable(sources.userProperties().get("flyway." + name)),
                        Optional.ofNullable(sources.projectProperties().get("flyway." + name)),
                        Optional.ofNullable(sources.flywayPlugin().get(name)))
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
