package dev.belay.migrate.settings;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything a project's Flyway settings can come from. No map is looked at beyond the keys that concern Flyway or
 * Spring, and none of their values is ever printed by this record.
 *
 * @param layout the project's folders
 * @param home the user's home folder, for {@code ~/flyway.conf} and {@code ~/flyway.toml}
 * @param projectProperties the POM's properties, interpolated
 * @param userProperties what was typed with {@code -D}
 * @param environment the environment variables
 * @param flywayPlugin the flyway-maven-plugin's configuration in the POM, keys as there ({@code locations},
 *     {@code placeholders.name}), lists joined by commas
 * @param overrides Belay's own {@code db.*} parameters, as {@code flyway.*} keys
 */
public record SettingsSources(
        ProjectLayout layout,
        Path home,
        Map<String, String> projectProperties,
        Map<String, String> userProperties,
        Map<String, String> environment,
        Map<String, String> flywayPlugin,
        Map<String, String> overrides) {

    public SettingsSources {
        projectProperties = Map.copyOf(projectProperties);
        userProperties = Map.copyOf(userProperties);
        environment = Map.copyOf(environment);
        flywayPlugin = Map.copyOf(flywayPlugin);
        overrides = Map.copyOf(overrides);
    }

    /** The files of a project alone. */
    public static SettingsSources of(ProjectLayout layout, Path home) {
        return new SettingsSources(layout, home, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    public SettingsSources withProjectProperties(Map<String, String> properties) {
        return new SettingsSources(layout, home, properties, userProperties, environment, flywayPlugin, overrides);
    }

    public SettingsSources withUserProperties(Map<String, String> properties) {
        return new SettingsSources(layout, home, projectProperties, properties, environment, flywayPlugin, overrides);
    }

    public SettingsSources withEnvironment(Map<String, String> variables) {
        return new SettingsSources(layout, home, projectProperties, userProperties, variables, flywayPlugin, overrides);
    }

    public SettingsSources withFlywayPlugin(Map<String, String> configuration) {
        return new SettingsSources(
                layout, home, projectProperties, userProperties, environment, configuration, overrides);
    }

    public SettingsSources withOverrides(Map<String, String> settings) {
        return new SettingsSources(
                layout, home, projectProperties, userProperties, environment, flywayPlugin, settings);
    }

    @Override
    public String toString() {
        return "SettingsSources[" + layout.baseDirectory() + "]";
    }
}
