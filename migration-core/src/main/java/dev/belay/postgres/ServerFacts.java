package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * What kind of server a session is connected to.
 *
 * @param version such as {@code 16.4}, without what a distribution adds
 * @param major such as 16
 * @param database the database's name
 * @param currentUser the role
 * @param superuser whether the role is one
 * @param inRecovery whether the server is a standby
 * @param readOnlyByDefault {@code default_transaction_read_only}, of the server, the database or the role
 * @param throughPooler whether the backend is another than the one the protocol named when the session began: something
 *     between client and server answers in the server's place
 */
public record ServerFacts(
        String version,
        int major,
        String database,
        String currentUser,
        boolean superuser,
        boolean inRecovery,
        boolean readOnlyByDefault,
        boolean throughPooler) {

    /** The oldest major that is supported, and the oldest that PostgreSQL's developers support. */
    public static final int OLDEST_MAJOR = 14;

    private static final String QUERY = """
            select split_part(current_setting('server_version'), ' ', 1),
                   current_setting('server_version_num')::int / 10000,
                   current_database(),
                   current_user,
                   current_setting('is_superuser')::bool,
                   pg_is_in_recovery(),
                   current_setting('default_transaction_read_only')::bool,
                   pg_backend_pid()
            """;

    /**
     * Asks the server, in one query.
     *
     * @throws EnvironmentException when it does not answer
     */
    public static ServerFacts read(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(QUERY)) {
            row.next();
            int announced = connection.unwrap(PGConnection.class).getBackendPID();
            return new ServerFacts(
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getBoolean(7),
                    row.getInt(8) != announced);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "the server does not say what it is: " + ConnectFailure.serverText(e),
                            "Check that db.url names a PostgreSQL server."),
                    e);
        }
    }

    /**
     * Refuses a server that is too old.
     *
     * @return itself
     * @throws RefusalException for a major before {@value #OLDEST_MAJOR}
     */
    public ServerFacts requireSupported() {
        if (major < OLDEST_MAJOR) {
            throw new RefusalException(Problem.of(
                            "the server is PostgreSQL " + version + "; the oldest supported version is " + OLDEST_MAJOR,
                            "Upgrade the server to PostgreSQL " + OLDEST_MAJOR + " or later.")
                    .withState(database + " was not changed."));
        }
        return this;
    }
}
