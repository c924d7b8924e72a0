package dev.belay.migrate;

import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

/** Makes projects for tests of other packages, from Flyway settings as a configuration file would have them. */
public final class ProjectFixture {

    private ProjectFixture() {}

    /**
     * Finds the scripts now.
     *
     * @param settings {@code flyway.*} keys
     * @param classes where {@code classpath:} locations are
     * @param undoPrefix what undo scripts begin with
     */
    public static MigrationProject project(Map<String, String> settings, ClassLoader classes, String undoPrefix) {
        return new MigrationProject(configuration(settings, classes), undoPrefix);
    }

    /** {@return the same settings for plain Flyway, without a data source} */
    public static ClassicConfiguration configuration(Map<String, String> settings, ClassLoader classes) {
        var configuration = new ClassicConfiguration(classes);
        configuration.configure(new HashMap<>(settings));
        if (settings.getOrDefault("flyway.locations", "-").isEmpty()) {
            configuration.setLocationsAsStrings(); // Flyway takes the empty text for a folder
        }
        return configuration;
    }
}
