package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Makes databases on an embedded server. */
public final class EmbeddedDatabase {

    private static final String MAINTENANCE = "postgres";

    private EmbeddedDatabase() {}

    /**
     * {@return how to reach a database of that name, which is made when it is not there}
     *
     * @throws EnvironmentException when the server does not let it be made
     */
    public static ConnectionSettings create(EmbeddedPostgres server, String name, Progress progress) {
        try (Connection connection =
                new Sessions(progress).open(server.connection(MAINTENANCE), RunId.random(), SessionRole.READ)) {
            if (!exists(connection, name)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + Quoted.name(name));
                }
            }
            return server.connection(name);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The database " + name + " cannot be made on the embedded server: " + e.getMessage(),
                            "see its log in " + server.folder()),
                    e);
        }
    }

    /**
     * {@return how to reach a database of that name; empty when it is not there}
     *
     * @throws EnvironmentException when the server does not say
     */
    public static Optional<ConnectionSettings> find(EmbeddedPostgres server, String name, Progress progress) {
        try (Connection connection =
                new Sessions(progress).open(server.connection(MAINTENANCE), RunId.random(), SessionRole.READ)) {
            return exists(connection, name) ? Optional.of(server.connection(name)) : Optional.empty();
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The embedded server cannot be asked for the database " + name + ": " + e.getMessage(),
                            "see its log in " + server.folder()),
                    e);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}
