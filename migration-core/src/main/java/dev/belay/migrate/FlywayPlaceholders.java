package dev.belay.migrate;

import dev.belay.parse.Placeholders;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.api.configuration.Configuration;

/** The placeholders of a project: its own, and those that Flyway fills in by itself ({@code flyway:database}, ...). */
final class FlywayPlaceholders {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private FlywayPlaceholders() {}

    /**
     * The values that Flyway fills in.
     *
     * @param defaultSchema the schema of the history table
     * @param database the database's name
     * @param user the role of the connection
     */
    static Map<String, String> defaults(
            Configuration configuration, String defaultSchema, String database, String user) {
        var values = new HashMap<String, String>();
        String prefix = "flyway" + configuration.getPlaceholderSeparator();
        values.put(prefix + "defaultSchema", defaultSchema);
        values.put(prefix + "database", database);
        values.put(prefix + "user", user);
        values.put(prefix + "timestamp", LocalDateTime.now().format(TIMESTAMP));
        values.put(
                prefix + "workingDirectory",
                configuration.getWorkingDirectory() != null
                        ? configuration.getWorkingDirectory()
                        : System.getProperty("user.dir"));
        values.put(prefix + "table", configuration.getTable());
        values.put(prefix + "environment", configuration.getCurrentEnvironmentName());
        return values;
    }

    /** All placeholders; Flyway's own win over the project's of the same name, as in Flyway. */
    static Placeholders of(Configuration configuration, Map<String, String> defaults) {
        var values = new HashMap<>(configuration.getPlaceholders());
        values.putAll(defaults);
        return new Placeholders(configuration.getPlaceholderPrefix(), configuration.getPlaceholderSuffix(), values);
    }

    /** Without a server: what is only known there gets a value of the right kind. */
    static Placeholders offline(Configuration configuration) {
        return of(configuration, defaults(configuration, defaultSchema(configuration), "postgres", "postgres"));
    }

    /** The schema that Flyway puts first in the search path, or that a server has there unless told otherwise. */
    static String defaultSchema(Configuration configuration) {
        if (configuration.getDefaultSchema() != null) {
            return configuration.getDefaultSchema();
        }
        return configuration.getSchemas().length > 0 ? configuration.getSchemas()[0] : "public";
    }
}
