package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The lock that makes runs on one database follow one another: a session-level advisory lock on a connection of its
 * own, so that it lasts over all transactions of a run and ends with the run's process. Advisory locks are per
 * database. Not for use by several threads.
 */
public final class RunLock implements AutoCloseable {

    /** The key's first half: the letters {@code bela}. */
    static final int CLASS_ID = 0x62656c61;

    /** The key's second half: the letter {@code y}. */
    static final int OBJECT_ID = 0x79;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private static final String TRY = "select pg_try_advisory_lock(" + CLASS_ID + ", " + OBJECT_ID + ")";

    /** objsubid 2 says that the key is two integers (the documentation's page on pg_locks). */
    private static final String HELD = " from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid = "
            + CLASS_ID + " and l.objid = " + OBJECT_ID + " and l.objsubid = 2"
            + " and l.database = (select oid from pg_database where datname = current_database())";

    private static final String HOLDER =
            "select " + OtherSession.COLUMNS + " from pg_stat_activity a where a.pid in (select l.pid" + HELD + ")";

    private final Connection connection;
    private final String database;

    private RunLock(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * Takes the lock, waiting for another run to end.
     *
     * @param sessions opens the lock's own session
     * @param settings the database
     * @param run for whom
     * @param wait for how long; zero means one attempt
     * @param progress hears once who is waited for
     * @throws RefusalException naming the holder, when the time is over
     * @throws EnvironmentException when there is no connection
     */
    public static RunLock acquire(
            Sessions sessions, ConnectionSettings settings, RunId run, Duration wait, Progress progress) {
        Connection connection = sessions.open(settings, run, SessionRole.LOCK);
        try {
            String database = connection.getCatalog();
            await(connection, database, wait, progress);
            return new RunLock(connection, database);
        } catch (SQLException e) {
            closeAfter(connection, e);
            throw new EnvironmentException(
                    Problem.of(
                            "the run lock could not be taken: " + ConnectFailure.serverText(e),
                            "Check the server, and run the goal again."),
                    e);
        } catch (RuntimeException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    /**
     * Asks again and again instead of waiting inside pg_advisory_lock: a waiting statement holds a snapshot, and the
     * other run's CREATE INDEX CONCURRENTLY would wait for that snapshot to end.
     */
    private static void await(Connection connection, String database, Duration wait, Progress progress)
            throws SQLException {
        long begin = System.nanoTime();
        boolean said = false;
        while (!tryLock(connection)) {
            Optional<OtherSession> holder = holder(connection);
            if (System.nanoTime() - begin >= wait.toNanos()) {
                throw givenUp(holder, database, wait);
            }
            if (!said && holder.isPresent()) {
                said = true;
                progress.info(holder.get().describe() + " is at work on " + database + "; waiting up to "
                        + wait.toSeconds() + " s for it to end");
            }
            Pause.of(BETWEEN_ATTEMPTS);
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(TRY)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Optional<OtherSession> holder(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(HOLDER)) {
            return row.next() ? Optional.of(OtherSession.read(row)) : Optional.empty();
        }
    }

    private static RefusalException givenUp(Optional<OtherSession> holder, String database, Duration wait) {
        String who = holder.map(OtherSession::describe).orElse("a session that has just ended");
        return new RefusalException(new Problem(
                "another run holds the run lock of " + database + ": " + who,
                java.util.List.of("waited " + wait.toSeconds() + " s"),
                Optional.of(database + " was not changed by this run."),
                "Run the goal again when the other run has ended"
                        + holder.map(session ->
                                        "; if its process is gone: SELECT pg_terminate_backend(" + session.pid() + ");")
                                .orElse(".")));
    }

    /**
     * Makes sure that the lock is still held, which it is as long as its session lives.
     *
     * @throws EnvironmentException when it is lost; another run may have begun
     */
    public void verifyHeld() {
        // asked before each script: as a prepared statement it is not planned anew each time
        try (var query =
                        connection.prepareStatement("select exists (select" + HELD + " and l.pid = pg_backend_pid())");
                var row = query.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                throw lost(null);
            }
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private EnvironmentException lost(SQLException cause) {
        return new EnvironmentException(
                Problem.of(
                        "the session that holds the run lock of " + database + " was lost"
                                + (cause == null ? "" : ": " + ConnectFailure.serverText(cause)),
                        "Look at the server's log for who ended it, then see where the database stands: mvn db:current"),
                cause);
    }

    /** Releases the lock by ending its session. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // the session is gone either way, and the lock with it
        }
    }

    private static void closeAfter(Connection connection, Exception failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
