package dev.belay.trace;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs what is pending on a scratch database, as an upgrade would: in Flyway's order, with its callbacks, placeholders,
 * transactions and history rows; and observes each statement.
 */
public final class Tracer {

    private final MigrationProject project;
    private final ScratchSessions sessions;
    private final Set<String> leftOut;
    private final StatementObserver observer;

    /**
     * @param project all scripts
     * @param sessions into a database in which {@link #install} was run
     * @param leftOut scripts that are passed over, as the history names them
     * @param observer is told of each statement
     */
    public Tracer(MigrationProject project, ScratchSessions sessions, Set<String> leftOut, StatementObserver observer) {
        this.project = project;
        this.sessions = sessions;
        this.leftOut = Set.copyOf(leftOut);
        this.observer = observer;
    }

    /** {@return what changes when databases have to be prepared anew} */
    public static String version() {
        return Install.sql();
    }

    /**
     * Prepares a database to be observed. Running it again changes nothing.
     *
     * @param admin as a superuser; another role goes without the event triggers that see what is created and dropped
     */
    public static void install(Connection admin) throws SQLException {
        Install.run(admin);
    }

    /**
     * Runs what is pending and observes.
     *
     * @return never fails for what scripts do; why not all of them ran is said in it
     * @throws EnvironmentException when the scratch server does not answer
     */
    public Trace run() {
        return observe(this::upgrade);
    }

    /**
     * Takes versions back and observes.
     *
     * @return as of {@link #run()}
     * @throws EnvironmentException when the scratch server does not answer
     */
    public Trace run(DownTarget down) {
        return observe(execution -> {
            try (var migrations = migrations(execution, leftOut)) {
                migrations.downgrade(down);
                return Optional.empty();
            } catch (BelayException e) {
                return Optional.of(e.problem().what());
            }
        });
    }

    private Trace observe(Function<TracingExecution, Optional<String>> work) {
        try (Connection eyes = sessions.observer().get()) {
            Catalogue before = new CatalogueReader(eyes).read();
            Relations relations = Relations.read(eyes);
            var execution = new TracingExecution(
                    sessions, relations, new LockQuery(relations, project.historyTableName()), observer);
            Optional<String> incomplete = work.apply(execution);
            Catalogue after = new CatalogueReader(eyes).read();
            return new Trace(
                    sessions.server(),
                    sessions.major(),
                    execution.scripts().stream().map(TracedScript::finish).toList(),
                    before,
                    after,
                    incomplete);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    /** A script that ends its session is passed over in the next go, so that those behind it are seen. */
    private Optional<String> upgrade(TracingExecution execution) {
        var passedOver = new HashSet<>(leftOut);
        while (true) {
            try {
                go(execution, passedOver);
                return Optional.empty();
            } catch (BelayException e) {
                Optional<String> lost = execution.takeLost().filter(passedOver::add);
                if (lost.isEmpty()) {
                    return Optional.of(e.problem().what());
                }
            }
        }
    }

    private void go(TracingExecution execution, Set<String> passedOver) {
        try (var migrations = migrations(execution, passedOver)) {
            migrations.upgrade(new UpTarget.Latest());
        }
    }

    private Migrations migrations(TracingExecution execution, Set<String> passedOver) {
        return new Migrations(
                project.forScratch(passedOver, Map.of()),
                sessions.worker(),
                RunId.random(),
                Progress.SILENT,
                execution);
    }
}
