package dev.belay.migrate;

import dev.belay.outcome.Progress.ScriptRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.internal.jdbc.Results;

/** Runs a migration that is not SQL, such as a Java class, by Flyway's own executor, and tells of it. */
record ObservedExecutor(MigrationExecutor flyway, String script, ApplyContext context) implements MigrationExecutor {

    @Override
    public List<Results> execute(Context flywayContext) throws SQLException {
        ScriptRun started = context.begin(new ApplyContext.Ran(script, canExecuteInTransaction()));
        context.progress().scriptStarted(started);
        long start = System.nanoTime();
        var results = flyway.execute(flywayContext);
        context.scriptDone();
        context.progress().scriptFinished(started, Duration.ofNanos(System.nanoTime() - start));
        return results;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return flyway.canExecuteInTransaction();
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
