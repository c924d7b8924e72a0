package dev.belay.command;

import dev.belay.backup.LeftFence;
import dev.belay.migrate.KilledRun;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.StatementExecution;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import dev.belay.postgres.Leftovers;
import dev.belay.postgres.LentConnection;
import dev.belay.postgres.RunLock;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.WritablePrimary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A database, looked at and ready for one run: for reading, or for writing under the run lock. */
final class OpenDatabase implements AutoCloseable {

    /** Long enough for any run that will end, and a number that all clocks can add. */
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private final DatabaseRequest request;
    private final RunId run;
    private final ServerFacts facts;
    private final AutoCloseable last;
    private final Migrations migrations;
    private final List<KilledRun> killed;

    /** @param last what is closed last: the run lock, or the only session */
    private OpenDatabase(
            DatabaseRequest request,
            RunId run,
            ServerFacts facts,
            AutoCloseable last,
            Migrations migrations,
            List<KilledRun> killed) {
        this.request = request;
        this.run = run;
        this.facts = facts;
        this.last = last;
        this.migrations = migrations;
        this.killed = killed;
    }

    /** For goals that only look: a standby will do, and no lock is taken. */
    static OpenDatabase forReading(DatabaseRequest request) {
        var run = RunId.random();
        var sessions = new Sessions(request.progress());
        Connection first = unfenced(request, run, sessions);
        return closingOnFailure(first, () -> {
            ServerFacts facts = ServerFacts.read(first).requireSupported();
            request.progress().opened(target(request, facts), run);
            // one session for all: a second costs a password derivation
            var migrations = new Migrations(request.project(), () -> LentConnection.of(first), run, request.progress());
            KilledRuns.tell(migrations, request.progress());
            return new OpenDatabase(request, run, facts, first, migrations, List.of());
        });
    }

    /** For goals that change it: a primary, the run lock held, nothing of a killed run still at work. */
    static OpenDatabase forWriting(DatabaseRequest request) {
        return forWriting(request, new ApplyDeadline(Duration.ZERO));
    }

    /** The same, with statements carried out in another way. */
    static OpenDatabase forWriting(DatabaseRequest request, StatementExecution execution) {
        return forWriting(request, RunId.random(), execution);
    }

    /** The same, for a run that has a name already. */
    static OpenDatabase forWriting(DatabaseRequest request, RunId run, StatementExecution execution) {
        return forWriting(request, run, execution, facts -> request.progress().opened(target(request, facts), run));
    }

    /** The same once more, for a run that has let go of it: who listens has heard of it. */
    static OpenDatabase again(DatabaseRequest request, RunId run, StatementExecution execution) {
        return forWriting(request, run, execution, facts -> {});
    }

    private static OpenDatabase forWriting(
            DatabaseRequest request, RunId run, StatementExecution execution, Consumer<ServerFacts> reached) {
        var sessions = new Sessions(request.progress());
        ServerFacts facts = requirePrimary(request, run, sessions);
        reached.accept(facts);
        RunLock lock = RunLock.acquire(sessions, request.connection(), run, patience(request), request.progress());
        return closingOnFailure(lock, () -> {
            Connection first = sessions.open(request.connection(), run, SessionRole.WORK);
            return closingOnFailure(first, () -> {
                Leftovers.end(first, run, Leftovers.DEFAULT_WAIT, request.progress());
                Supplier<Connection> work = startingWith(first, sessions, request, run, SessionRole.WORK);
                var migrations = new Migrations(
                        request.project(), work, run, request.progress(), new UnderLock(lock, execution));
                List<KilledRun> killed = KilledRuns.tidy(first, facts.database(), run, migrations, request.progress());
                return new OpenDatabase(request, run, facts, lock, migrations, killed);
            });
        });
    }

    private static ServerFacts requirePrimary(DatabaseRequest request, RunId run, Sessions sessions) {
        Connection look = unfenced(request, run, sessions);
        return closingOnFailure(look, () -> {
            ServerFacts facts = ServerFacts.read(look).requireSupported();
            WritablePrimary.require(
                    facts,
                    request.connection(),
                    look,
                    () -> sessions.open(request.connection(), run, SessionRole.READ));
            look.close();
            return facts;
        });
    }

    /** {@return the first session, also where a killed run has left a database that lets nobody in} */
    private static Connection unfenced(DatabaseRequest request, RunId run, Sessions sessions) {
        try {
            return sessions.open(request.connection(), run, SessionRole.READ);
        } catch (EnvironmentException e) {
            if (LeftFence.mayBeWhy(e) && LeftFence.lower(request.connection(), run, request.progress())) {
                return sessions.open(request.connection(), run, SessionRole.READ);
            }
            throw e;
        }
    }

    private static Duration patience(DatabaseRequest request) {
        return request.project()
                .lockWaitSeconds()
                .map(seconds -> Duration.ofSeconds(seconds))
                .orElse(FOR_EVER);
    }

    /** The session that looked first is the first that is handed out. */
    private static Supplier<Connection> startingWith(
            Connection first, Sessions sessions, DatabaseRequest request, RunId run, SessionRole role) {
        Deque<Connection> open = new ArrayDeque<>();
        open.add(first);
        return () -> open.isEmpty() ? sessions.open(request.connection(), run, role) : open.poll();
    }

    @FunctionalInterface
    private interface Opening<T> {
        T run() throws SQLException;
    }

    private static <T> T closingOnFailure(AutoCloseable resource, Opening<T> opening) {
        try {
            return opening.run();
        } catch (SQLException e) {
            close(resource, e);
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            close(resource, e);
            throw e;
        }
    }

    private static void close(AutoCloseable resource, Exception cause) {
        try {
            resource.close();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    RunId run() {
        return run;
    }

    /**
     * Makes sure that no other run can have begun.
     *
     * @throws EnvironmentException when the run lock's session is gone
     */
    void requireLock() {
        if (last instanceof RunLock lock) {
            lock.verifyHeld();
        }
    }

    Migrations migrations() {
        return migrations;
    }

    /** {@return the runs that were killed before this one; what they left on this server is gone} */
    List<KilledRun> killed() {
        return killed;
    }

    /** {@return the server's major version} */
    int major() {
        return facts.major();
    }

    /** {@return the role that the run works as} */
    String user() {
        return facts.currentUser();
    }

    TargetInfo target() {
        return target(request, facts);
    }

    private static TargetInfo target(DatabaseRequest request, ServerFacts facts) {
        return new TargetInfo(
                facts.database(),
                request.connection().server(),
                facts.version(),
                request.embedded(),
                request.environment());
    }

    @Override
    public void close() {
        migrations.close();
        try {
            last.close();
        } catch (Exception e) {
            request.progress().detail("closing the session: " + e.getMessage());
        }
    }
}
