package dev.belay.migrate;

import dev.belay.outcome.Progress.ScriptRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.internal.jdbc.Results;
import org.flywaydb.core.internal.sqlscript.SqlScriptExecutorFactory;

/** Applies one SQL script in place of Flyway's own executor: keeps its text, then runs it statement by statement. */
final class ScriptExecutor implements MigrationExecutor {

    private final MigrationExecutor flyway;
    private final ScriptResource script;
    private final SqlScriptExecutorFactory executors;
    private final ApplyRun run;

    ScriptExecutor(MigrationExecutor flyway, ScriptResource script, SqlScriptExecutorFactory executors, ApplyRun run) {
        this.flyway = flyway;
        this.script = script;
        this.executors = executors;
        this.run = run;
    }

    @Override
    public List<Results> execute(Context context) throws SQLException {
        PreparedScript prepared = run.preparer().prepare(script);
        ScriptRun started = run.context().begin(prepared);
        run.context().progress().scriptStarted(started);
        long start = System.nanoTime();
        // before the statements: they may change the role, and a kill between them must not lose the text
        run.context().kept().keep(context.getConnection(), run.context().run().value(), run.textsOf(prepared));
        var results = executors
                .createSqlScriptExecutor(context.getConnection(), false, false, false)
                .execute(
                        new StatementScript(prepared, started, run.runner(), run.context(), script.resource()),
                        context.getConfiguration());
        run.context().scriptDone();
        run.preparer().forget(script);
        run.context().progress().scriptFinished(started, Duration.ofNanos(System.nanoTime() - start));
        return results;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return run.preparer().prepare(script).inTransaction();
    }

    @Override
    public boolean shouldExecute() {
        return flyway.shouldExecute();
    }

    @Override
    public String shouldExecuteExpression() {
        return flyway.shouldExecuteExpression();
    }
}
