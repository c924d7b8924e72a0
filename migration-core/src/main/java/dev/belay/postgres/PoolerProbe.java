package dev.belay.postgres;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out whether a pooler gives each session a backend of its own (session mode), by watching which backend answers
 * whom: two sessions, of which the second keeps a transaction open. In transaction mode the second is given the backend
 * that the first does not need just now, or the first is then answered by another backend. Several rounds, for poolers
 * that go round their backends. What waits is proof as well: in session mode a session that was answered once has its
 * backend.
 */
final class PoolerProbe {

    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connection first;
    private final Supplier<Connection> another;

    PoolerProbe(Connection first, Supplier<Connection> another) {
        this.first = first;
        this.another = another;
    }

    /** {@return how it shows that the pooler is not in session mode; empty when it is} */
    Optional<String> findProof() {
        try (Connection second = another.get()) {
            limit(first);
            limit(second);
            var proof = rounds(second);
            if (proof.isEmpty()) {
                first.setNetworkTimeout(Runnable::run, 0);
            }
            return proof;
        } catch (SQLException e) {
            return Optional.of(
                    timedOut(e)
                            ? "while a second session had a transaction, or asked for one, a session got no answer within "
                                    + PATIENCE.toSeconds() + " s"
                            : "a second session's transaction was refused (" + ConnectFailure.serverText(e) + ")");
        }
    }

    private static boolean timedOut(SQLException e) {
        return ConnectFailure.cause(e, SocketTimeoutException.class);
    }

    private static void limit(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
    }

    private Optional<String> rounds(Connection second) throws SQLException {
        int own = backend(first);
        for (int round = 0; round < ROUNDS; round++) {
            second.setAutoCommit(false);
            int other = backend(second);
            if (other == own) {
                return Optional.of("two sessions were answered by one backend, pid " + own);
            }
            int again = backend(first);
            if (again != own) {
                return Optional.of("one session was answered by two backends, pids " + own + " and " + again);
            }
            second.rollback();
            second.setAutoCommit(true);
        }
        return Optional.empty();
    }

    private static int backend(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
