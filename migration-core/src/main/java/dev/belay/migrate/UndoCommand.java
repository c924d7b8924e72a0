package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Progress.ScriptRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.internal.jdbc.ExecutionTemplateFactory;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * Takes versions back, one after the other: the undo script and the history row that says so in one transaction, unless
 * the script cannot run in one. The row is of type {@code DELETE}: plain Flyway then shows the version as deleted and as
 * pending again, whereas the type that its paid edition writes makes the open-source {@code info} fail.
 */
final class UndoCommand {

    /** The type of the row that takes a version back; it has no checksum, which one of Flyway's repair has. */
    static final CoreMigrationType TAKEN_BACK = CoreMigrationType.DELETE;

    private final FlywayScope scope;
    private final ApplyRun run;
    private final Runnable behindEach;
    private final List<AppliedScript> undone = new ArrayList<>();

    /** @param behindEach follows each undo script, in its transaction */
    UndoCommand(FlywayScope scope, ApplyRun run, Runnable behindEach) {
        this.scope = scope;
        this.run = run;
        this.behindEach = behindEach;
    }

    /** One version to take back, with the script that does. */
    record Step(HistoryEntry version, PreparedScript undo) {}

    /**
     * Takes back all steps in their order; {@link #undone()} tells how far it came when it throws.
     *
     * @param then what belongs to it, once they are taken back
     */
    void undo(List<Step> steps, Runnable then) {
        scope.callbacks().onMigrateOrUndoEvent(Event.BEFORE_UNDO);
        try {
            steps.forEach(step -> scope.history().lock(() -> {
                undo(step);
                return null;
            }));
            then.run();
        } catch (FlywayException e) {
            scope.callbacks().onMigrateOrUndoEvent(Event.AFTER_UNDO_ERROR);
            throw e;
        }
        scope.callbacks().onMigrateOrUndoEvent(Event.AFTER_UNDO);
    }

    List<AppliedScript> undone() {
        return List.copyOf(undone);
    }

    private void undo(Step step) {
        ScriptRun started = run.context().begin(step.undo());
        run.context().progress().scriptStarted(started);
        long start = System.nanoTime();
        var connection = scope.database().getMigrationConnection();
        connection.restoreOriginalState();
        connection.changeCurrentSchemaTo(scope.schema());
        if (step.undo().inTransaction()) {
            ExecutionTemplateFactory.createExecutionTemplate(connection.getJdbcConnection(), scope.database())
                    .execute(() -> {
                        runScript(step, started, start);
                        return null;
                    });
        } else {
            runScript(step, started, start);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        run.context().scriptDone();
        run.context().progress().scriptFinished(started, took);
        undone.add(new AppliedScript(
                step.version().version(),
                step.version().description(),
                step.undo().file().script(),
                took,
                step.undo().inTransaction()));
    }

    private void runScript(Step step, ScriptRun started, long start) {
        scope.callbacks().onEachMigrateOrUndoEvent(Event.BEFORE_EACH_UNDO);
        try {
            scope.statementwise()
                    .executors()
                    .createSqlScriptExecutor(scope.connection(), true, false, false)
                    .execute(
                            new StatementScript(
                                    step.undo(),
                                    started,
                                    run.runner(),
                                    run.context(),
                                    new StringResource(step.undo().text())),
                            scope.configuration());
        } catch (FlywayException e) {
            scope.callbacks().onEachMigrateOrUndoEvent(Event.AFTER_EACH_UNDO_ERROR);
            throw e;
        }
        scope.callbacks().onEachMigrateOrUndoEvent(Event.AFTER_EACH_UNDO);
        scope.history()
                .addAppliedMigration(
                        MigrationVersion.fromVersion(step.version().version().orElseThrow()),
                        step.version().description(),
                        TAKEN_BACK,
                        step.version().script(),
                        null,
                        (int) Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        true);
        behindEach.run();
    }
}
