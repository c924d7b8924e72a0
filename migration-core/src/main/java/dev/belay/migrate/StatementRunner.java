package dev.belay.migrate;

import dev.belay.outcome.Progress;
import dev.belay.outcome.Progress.ScriptRun;
import dev.belay.outcome.Progress.StatementRun;
import dev.belay.parse.StatementSummary;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;

/** Sends one statement to the server and waits for its end, saying every so often that it still runs. */
final class StatementRunner {

    private final Progress progress;
    private final Heartbeat heartbeat;
    private final StatementExecution execution;

    StatementRunner(Progress progress, Heartbeat heartbeat, StatementExecution execution) {
        this.progress = progress;
        this.heartbeat = heartbeat;
        this.execution = execution;
    }

    /** Runs the statement; its result rows are read to the end and dropped, its warnings told. */
    void run(Connection connection, PreparedScript prepared, ScriptRun script, Statement statement)
            throws SQLException {
        var what = new StatementRun(
                statement.number(), statement.span().start().toString(), StatementSummary.of(statement));
        progress.statementStarted(script, what);
        long start = System.nanoTime();
        try (var beat = heartbeat.during(elapsed -> progress.statementRunning(script, what, elapsed))) {
            execution.run(connection, prepared, statement).ifPresent(this::tellAll);
        }
        progress.statementFinished(script, what, Duration.ofNanos(System.nanoTime() - start));
    }

    private void tellAll(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            tell(warning);
        }
    }

    private void tell(SQLWarning warning) {
        // class 01 is a warning; 00000 a notice such as "already exists, skipping"
        if (warning.getSQLState() != null && warning.getSQLState().startsWith("01")) {
            progress.warn("the server warns: " + warning.getMessage());
        } else {
            progress.detail("the server says: " + warning.getMessage());
        }
    }
}
