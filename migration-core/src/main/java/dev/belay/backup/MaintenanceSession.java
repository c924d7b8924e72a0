package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A session beside a database: one cannot copy, rename or fence the database that one is connected to. */
public final class MaintenanceSession {

    private static final String UNDEFINED_DATABASE = "3D000";
    private static final List<String> CANDIDATES = List.of("postgres", "template1");

    private MaintenanceSession() {}

    /**
     * Opens one, in {@code postgres} as a rule.
     *
     * @param database the one that it must not be in
     * @throws EnvironmentException when there is no other, or the role may not connect
     */
    static Connection open(Sessions sessions, ConnectionSettings settings, String database, RunId run) {
        EnvironmentException missing = null;
        for (String candidate : CANDIDATES) {
            if (candidate.equals(database)) {
                continue;
            }
            try {
                return sessions.open(settings.withDatabase(candidate), run, SessionRole.LOCK);
            } catch (EnvironmentException e) {
                boolean absent =
                        e.getCause() instanceof SQLException cause && UNDEFINED_DATABASE.equals(cause.getSQLState());
                if (!absent) {
                    throw e;
                }
                missing = e;
            }
        }
        throw missing;
    }

    /**
     * {@return how to reach the database that such a session is opened in}
     *
     * @param live the database that it must not be in
     * @throws EnvironmentException when there is no other, or the role may not connect
     */
    public static ConnectionSettings settings(Sessions sessions, ConnectionSettings live, RunId run) {
        try (Connection connection = open(sessions, live, live.database().orElse(""), run)) {
            return live.withDatabase(connection.getCatalog());
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The server does not answer: " + e.getMessage() + ".", "check the server."), e);
        }
    }
}
