package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Pause;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The fence of a run that was killed before it put a restored database in the place of the live one. */
public final class LeftFence {

    /** ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE: what a database that lets nobody in says (utils/init/postinit.c). */
    private static final String NOT_ACCEPTING = "55000";

    /** Longer than a server takes to notice that a client has died; see {@link Sessions}. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private LeftFence() {}

    /** {@return whether a connection was not made because the database lets nobody in} */
    public static boolean mayBeWhy(EnvironmentException failure) {
        return failure.getCause() instanceof SQLException cause && NOT_ACCEPTING.equals(cause.getSQLState());
    }

    /**
     * Takes it down, if a run of ours has raised it that lives no more; one that lives is waited for.
     *
     * @param settings the database that lets nobody in
     * @param run whose session it is
     * @param progress hears whose fence it was
     * @return whether the database lets everybody in now
     * @throws EnvironmentException when the run that raised it is still at work, the server does not answer, or this role
     *     may not take it down
     */
    public static boolean lower(ConnectionSettings settings, RunId run, Progress progress) {
        Optional<String> database = settings.database();
        if (database.isEmpty()) {
            return false;
        }
        String live = database.get();
        try (Connection maintenance = MaintenanceSession.open(new Sessions(progress), settings, live, run)) {
            Optional<DatabaseComment> left = whenEnded(maintenance, live);
            if (left.isPresent()) {
                Fence.lower(maintenance, live);
                progress.warn("run " + left.get().run() + " was killed while it kept everybody out of " + live
                        + " to put a backup in its place; it has not done that, and " + live
                        + " lets everybody in again");
            }
            return !isUp(maintenance, live);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                                    live + " lets nobody in, and that cannot be changed: " + e.getMessage(),
                                    "as its owner, in another database: ALTER DATABASE " + Quoted.name(live)
                                            + " ALLOW_CONNECTIONS true;")
                            .withState("Nobody can connect to " + live + "."),
                    e);
        }
    }

    /** {@return who raised the fence that is still up; empty when it is not up any more, or not ours} */
    private static Optional<DatabaseComment> whenEnded(Connection maintenance, String live) throws SQLException {
        long begin = System.nanoTime();
        while (isUp(maintenance, live)) {
            Optional<DatabaseComment> left = LeftDatabases.successor(maintenance, live);
            if (left.isEmpty() || !LeftDatabases.alive(maintenance, left.get().run())) {
                return left;
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new EnvironmentException(Problem.of(
                                "run " + left.get().run() + " is putting a backup in the place of " + live,
                                "run the goal again when it has ended")
                        .withState("Nobody can connect to " + live + " meanwhile."));
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return Optional.empty();
    }

    private static boolean isUp(Connection maintenance, String live) throws SQLException {
        return !Rows.texts(maintenance, "SELECT 1 FROM pg_database WHERE datname = ? AND NOT datallowconn", live)
                .isEmpty();
    }
}
