package dev.belay.validation;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Alive;
import dev.belay.postgres.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Read-only transactions that see all rows or fail, with a limit on the time of each statement. */
final class Reading {

    private static final String QUERY_CANCELED = "57014";

    private Reading() {}

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Runs work in a transaction of its own, which is rolled back.
     *
     * @param connection in auto-commit mode, and left so unless it is broken
     * @param limit for each statement; at least a millisecond, since 0 would be no limit
     */
    static <T> T inTransaction(Connection connection, Duration limit, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction read only");
            // behind the first snapshot nobody makes it read-write again (manual, SET TRANSACTION)
            statement.execute("select set_config('statement_timeout', '" + Math.max(1, limit.toMillis())
                    + "', true), set_config('lock_timeout', '2s', true), set_config('row_security', 'off', true)");
            return work.run();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** {@return why one query could not be run, for a person; a connection that is lost is an error for all} */
    static String reason(Connection connection, SQLException e, Duration limit) throws SQLException {
        if (!Alive.is(connection)) {
            throw e;
        }
        return QUERY_CANCELED.equals(e.getSQLState()) && ServerText.of(e).contains("statement timeout")
                ? "not done within " + Seconds.of(limit)
                : ServerText.of(e);
    }

    static EnvironmentException failed(SQLException e) {
        return new EnvironmentException(
                Problem.of(
                        "the database cannot be validated: " + ServerText.of(e),
                        "Check the server, then run: mvn db:validate"),
                e);
    }
}
