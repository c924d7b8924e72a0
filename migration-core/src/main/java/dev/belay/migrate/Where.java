package dev.belay.migrate;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Where a project's history is, as the server resolves it.
 *
 * @param database the database's name
 * @param user the role of the session
 * @param schema the schema of the history table
 * @param table the history table's name
 */
record Where(String database, String user, String schema, String table) {

    /**
     * Asks the server.
     *
     * @throws EnvironmentException when it does not answer
     */
    static Where of(Connection connection, Configuration configuration) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT current_database(), current_user, coalesce(current_schema(), 'public')")) {
            row.next();
            return new Where(
                    row.getString(1),
                    row.getString(2),
                    schema(configuration, row.getString(3)),
                    configuration.getTable());
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("the server does not answer: " + e.getMessage(), "check the server, then try again"), e);
        }
    }

    private static String schema(Configuration configuration, String current) {
        if (configuration.getDefaultSchema() != null) {
            return configuration.getDefaultSchema();
        }
        return configuration.getSchemas().length > 0 ? configuration.getSchemas()[0] : current;
    }

    /** {@return the history table, quoted and qualified} */
    String historyTable() {
        return Quoted.name(schema) + "." + Quoted.name(table);
    }

    /** {@return the placeholders that Flyway fills in by itself} */
    Map<String, String> placeholders(Configuration configuration) {
        return FlywayPlaceholders.defaults(configuration, schema, database, user);
    }
}
