package dev.belay.backup;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Puts a restored database in the place of the live one, which stays under another name. Up to the one transaction that
 * renames both, the live database is as it was but for its fence, and every failure takes that down.
 */
public final class Swap {

    private final SwapRequest request;
    private final String live;
    private final Sessions sessions;
    private final Exchange exchange;

    private Swap(SwapRequest request, String live, Instant now) {
        this.request = request;
        this.live = live;
        this.sessions = new Sessions(request.progress());
        this.exchange = new Exchange(request, live, new FailedName(live, now, request.run()), this::maintenance);
    }

    /**
     * Does it.
     *
     * @throws RefusalException when the side database is not this run's; when the live one has logical slots,
     *     subscriptions or prepared transactions; when what was written since the backup is not accepted as lost. The
     *     live database is in use as before
     * @throws EnvironmentException when the server, or the role's rights, do not allow it; both databases are there, and
     *     the message says which is which
     */
    public static Swapped run(SwapRequest request) {
        return run(request, Clock.systemUTC());
    }

    /** The same, at a time by another clock. */
    static Swapped run(SwapRequest request, Clock clock) {
        String live = request.settings()
                .database()
                .orElseThrow(() -> new RefusalException(
                        Problem.of("The URL names no database to replace.", "name it in db.url.")));
        return new Swap(request, live, clock.instant()).run();
    }

    private Swapped run() {
        try (Connection maintenance = maintenance()) {
            requireOwn(maintenance);
            SwapObstacles.require(maintenance, live);
            exchange.begin(maintenance);
            // before the fence: behind it, even a superuser would not get in
            try (Connection inside = sessions.open(request.settings(), request.run(), SessionRole.READ)) {
                return fenced(maintenance, inside);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Swapped fenced(Connection maintenance, Connection inside) {
        try {
            return exchanged(maintenance, inside);
        } catch (SQLException e) {
            throw unfenced(failure(e));
        } catch (BelayException e) {
            throw unfenced(e);
        } catch (RuntimeException | Error e) {
            unfence();
            throw e;
        }
    }

    private Swapped exchanged(Connection maintenance, Connection inside) throws SQLException {
        long begin = System.nanoTime();
        request.progress().info("keeping everybody out of " + live);
        Fence.raise(maintenance, live, request.side(), request.run());
        WritesSince writes = settle(maintenance, inside);
        int counted = pid(inside);
        inside.close();
        exchange.run(maintenance, counted);
        request.progress().info(live + " is the restored database; the one before is " + exchange.failedName());
        return new Swapped(live, exchange.failedName(), writes, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Nobody writes any more: counts what was written, and brings over what is newer than the backup. */
    private WritesSince settle(Connection maintenance, Connection inside) throws SQLException {
        Fence.empty(maintenance, live, pid(inside));
        TableCounters.settle(inside);
        SwapObstacles.require(maintenance, live); // a session may have prepared its transaction meanwhile
        WritesSince writes = request.loss()
                .apply(WritesSince.between(request.manifest().tables(), TableCounters.read(inside))
                        .withoutSchema(broughtOver()));
        writes.lines().forEach(line -> request.progress().warn("written since the backup: " + line));
        if (!writes.none() && !request.accept().test(writes)) {
            throw writes.notAccepted(live);
        }
        warnOfChanges(ClusterFactsReader.read(inside));
        try (Connection side =
                sessions.open(request.settings().withDatabase(request.side()), request.run(), SessionRole.WORK)) {
            request.last().bring(inside, side);
        }
        return writes;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private void warnOfChanges(ClusterFacts now) {
        if (!ClusterSql.statements(now, live).equals(ClusterSql.statements(request.facts(), live))) {
            request.progress()
                    .warn("owner, privileges, settings or comment of " + live
                            + " were changed since the backup; they become what they were then");
        }
    }

    private String broughtOver() {
        return request.last() instanceof SchemaCopy copy ? copy.schema() : "";
    }

    private Connection maintenance() {
        return MaintenanceSession.open(sessions, request.settings(), live, request.run());
    }

    private void requireOwn(Connection maintenance) throws SQLException {
        boolean own = Rows.texts(
                        maintenance,
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?",
                        request.side())
                .stream()
                .anyMatch(comment -> DatabaseComment.run(comment)
                        .filter(request.run()::equals)
                        .isPresent());
        if (!own) {
            throw new RefusalException(Problem.of(
                            request.side() + " is no database that this run has restored.",
                            "run the goal again; it restores into a new one.")
                    .withState(live + " is in use as before."));
        }
    }

    /** {@return the failure, with what is known of the two databases now} */
    private BelayException unfenced(BelayException failure) {
        Optional<BelayException> stillUp = unfence();
        Problem problem = failure.problem();
        if (stillUp.isEmpty()) {
            problem = problem.withState(live + " is the database that was live before, and lets everybody in again; "
                    + request.side() + " is the one that was restored.");
        } else {
            String which = exchange.isUncertain()
                    ? "It is not known whether " + live + " is the database that was live before or the restored one,"
                            + " nor whether it lets anybody in."
                    : live + " is the database that was live before, and may still let nobody in; " + request.side()
                            + " is the one that was restored.";
            problem = new Problem(
                    problem.what(),
                    problem.details(),
                    Optional.of(which),
                    stillUp.get().problem().next() + " Then: " + problem.next());
        }
        return failure.saying(problem);
    }

    /** {@return why the fence may still be up; empty when it is down} */
    private Optional<BelayException> unfence() {
        boolean interrupted = Thread.interrupted();
        try {
            Fence.lower(request.settings(), live, request.run(), request.progress());
            return Optional.empty();
        } catch (BelayException e) {
            e.problem().lines().forEach(request.progress()::warn);
            return Optional.of(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private EnvironmentException failure(SQLException e) {
        return new EnvironmentException(
                Problem.of(
                                "The restored database was not put in the place of " + live + ": " + e.getMessage()
                                        + ".",
                                "check the rights of the role (owner of the database, CREATEDB, member of its later"
                                        + " owner and of pg_signal_backend), and run the goal again.")
                        .withState(live + " is in use as before; " + request.side() + " is the one that was restored."),
                e);
    }
}
