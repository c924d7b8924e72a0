package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What killed runs left behind: their work sessions, which may still be running a statement. To be looked for after
 * the run lock was taken; whatever bears another run's name then has no run any more.
 */
public final class Leftovers {

    /** What is waited for them to end by themselves when nothing else is said. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final long TERMINATION_MILLIS = 5000;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String FIND = "select " + OtherSession.COLUMNS
            + " from pg_stat_activity a where a.datname = current_database() and a.pid <> pg_backend_pid()"
            + " and a.application_name ~ '^belay [0-9a-f]{8} work$' and a.application_name <> ? order by a.pid";

    private static final String FIND_OF_RUNS = "select " + OtherSession.COLUMNS
            + " from pg_stat_activity a where a.pid <> pg_backend_pid()"
            + " and split_part(a.application_name, ' ', 1) = 'belay' and split_part(a.application_name, ' ', 2) = any(?)"
            + " order by a.pid";

    /** Name and pid, so that nobody else is hit who got the pid meanwhile. */
    private static final String END = "select pg_terminate_backend(a.pid, " + TERMINATION_MILLIS
            + ") from pg_stat_activity a where a.pid = ? and a.application_name = ?";

    private Leftovers() {}

    /**
     * Waits for them to end, then ends them.
     *
     * @param connection any session of the run, in auto-commit mode
     * @param run the run that holds the lock; its own sessions stay
     * @param wait how long they get to end by themselves
     * @param progress hears who they are
     * @throws RefusalException when one is there and may not be ended by this role
     * @throws EnvironmentException when the server does not answer, or one does not end
     */
    public static void end(Connection connection, RunId run, Duration wait, Progress progress) {
        end(connection, () -> find(connection, run), wait, progress);
    }

    /**
     * Waits for all sessions of some runs to end, wherever on the server, those of the programs that they have started
     * too, then ends them.
     *
     * @param dead runs whose processes are known to be gone
     * @throws RefusalException when one is there and may not be ended by this role
     * @throws EnvironmentException when the server does not answer, or one does not end
     */
    public static void end(Connection connection, List<RunId> dead, Duration wait, Progress progress) {
        end(connection, () -> find(connection, dead), wait, progress);
    }

    @FunctionalInterface
    private interface Look {
        List<OtherSession> now() throws SQLException;
    }

    private static void end(Connection connection, Look look, Duration wait, Progress progress) {
        try {
            var left = look.now();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(session -> progress.warn("an earlier run has left a session behind: " + line(session)
                    + "; waiting up to " + wait.toSeconds() + " s for it to end"));
            long begin = System.nanoTime();
            while (!left.isEmpty() && System.nanoTime() - begin < wait.toNanos()) {
                Pause.of(BETWEEN_LOOKS);
                left = look.now();
            }
            for (OtherSession session : left) {
                terminate(connection, session);
                progress.warn("ended what was left: " + line(session));
            }
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "cannot look for sessions of earlier runs: " + ConnectFailure.serverText(e),
                            "Check the server, and run the goal again."),
                    e);
        }
    }

    private static String line(OtherSession session) {
        return session.describe() + session.state().map(state -> ", " + state).orElse("");
    }

    private static List<OtherSession> find(Connection connection, RunId run) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, new SessionName(run, SessionRole.WORK).toString());
            return read(statement);
        }
    }

    private static List<OtherSession> find(Connection connection, List<RunId> runs) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_OF_RUNS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", runs.stream().map(RunId::value).toArray()));
            return read(statement);
        }
    }

    private static List<OtherSession> read(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            var found = new ArrayList<OtherSession>();
            while (row.next()) {
                found.add(OtherSession.read(row));
            }
            return found;
        }
    }

    private static void terminate(Connection connection, OtherSession session) throws SQLException {
        try (var statement = connection.prepareStatement(END)) {
            statement.setInt(1, session.pid());
            statement.setString(2, session.applicationName());
            try (var row = statement.executeQuery()) {
                // no row: it ended by itself
                if (row.next() && !row.getBoolean(1)) {
                    throw new EnvironmentException(remains(session, "does not end"));
                }
            }
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new RefusalException(remains(session, "may not be ended by this role"), e);
            }
            throw e;
        }
    }

    private static Problem remains(OtherSession session, String why) {
        return new Problem(
                "a session that an earlier run left behind " + why + ": " + line(session),
                List.of(),
                Optional.of("This run has changed nothing; the other session may still change the database."),
                "Wait for it, or as its role or a superuser: SELECT pg_terminate_backend(" + session.pid() + ");");
    }
}
