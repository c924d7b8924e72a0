package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.Progress.ScriptRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.internal.database.base.Connection;
import org.flywaydb.core.internal.jdbc.ExecutionTemplateFactory;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * Applies repeatable scripts as they were at another time: text, events and history row as if Flyway had applied them,
 * the row with the checksum of that text, so that Flyway sees that a newer file is to be applied again.
 */
final class RepeatableCommand {

    private final FlywayScope scope;
    private final ApplyRun run;
    private final List<AppliedScript> applied = new ArrayList<>();

    RepeatableCommand(FlywayScope scope, ApplyRun run) {
        this.scope = scope;
        this.run = run;
    }

    /** Applies them in their order; {@link #applied()} tells how far it came when it throws. */
    void apply(List<DowngradePlan.Former> scripts) {
        scripts.forEach(script -> scope.history().lock(() -> {
            apply(script);
            return null;
        }));
    }

    List<AppliedScript> applied() {
        return List.copyOf(applied);
    }

    private void apply(DowngradePlan.Former former) {
        PreparedScript script = former.script();
        ScriptRun started = run.context().begin(script);
        run.context().progress().scriptStarted(started);
        long start = System.nanoTime();
        Connection<?> connection = scope.database().getMigrationConnection();
        connection.restoreOriginalState();
        connection.changeCurrentSchemaTo(scope.schema());
        if (script.inTransaction()) {
            ExecutionTemplateFactory.createExecutionTemplate(connection.getJdbcConnection(), scope.database())
                    .execute(() -> {
                        runScript(former, started, start);
                        return null;
                    });
        } else {
            runScript(former, started, start);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        run.context().scriptDone();
        run.context().progress().scriptFinished(started, took);
        applied.add(new AppliedScript(
                Optional.empty(),
                former.applied().description(),
                former.applied().script(),
                took,
                script.inTransaction()));
    }

    private void runScript(DowngradePlan.Former former, ScriptRun started, long start) {
        PreparedScript script = former.script();
        scope.callbacks().onEachMigrateOrUndoEvent(Event.BEFORE_EACH_MIGRATE);
        try {
            // it becomes the text that was applied last
            run.context().kept().keep(scope.connection(), run.context().run().value(), List.of(script.file()));
            scope.statementwise()
                    .executors()
                    .createSqlScriptExecutor(scope.connection(), false, false, false)
                    .execute(
                            new StatementScript(
                                    script, started, run.runner(), run.context(), new StringResource(script.text())),
                            scope.configuration());
        } catch (FlywayException e) {
            scope.callbacks().onEachMigrateOrUndoEvent(Event.AFTER_EACH_MIGRATE_ERROR);
            throw e;
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
        scope.callbacks().onEachMigrateOrUndoEvent(Event.AFTER_EACH_MIGRATE);
        scope.history()
                .addAppliedMigration(
                        null,
                        former.applied().description(),
                        CoreMigrationType.SQL,
                        former.applied().script(),
                        former.applied().checksum().orElse(null),
                        (int) Duration.ofNanos(System.nanoTime() - start).toMillis(),
                        true);
    }
}
