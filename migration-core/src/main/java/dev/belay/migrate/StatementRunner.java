package dev.belay.migrate;

import dev.belay.outcome.Progress;
import dev.belay.outcome.Progress.ScriptRun;
import dev.belay.outcome.Progress.StatementRun;
import dev.belay.parse.StatementSummary;
import dev.belay.script.Statement;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Sends one statement to the server and waits for its end, saying every so often that it still runs. */
final class StatementRunner {

    private final Progress progress;
    private final Heartbeat heartbeat;

    StatementRunner(Progress progress, Heartbeat heartbeat) {
        this.progress = progress;
        this.heartbeat = heartbeat;
    }

    /** Runs the statement; its result rows are read to the end and dropped, its warnings told. */
    void run(Connection connection, ScriptRun script, Statement statement) throws SQLException {
        var what = new StatementRun(
                statement.number(), statement.span().start().toString(), StatementSummary.of(statement));
        progress.statementStarted(script, what);
        long start = System.nanoTime();
        try (var beat = heartbeat.during(elapsed -> progress.statementRunning(script, what, elapsed))) {
            if (statement.copyData().isPresent()) {
                copy(connection, statement);
            } else {
                execute(connection, statement);
            }
        }
        progress.statementFinished(script, what, Duration.ofNanos(System.nanoTime() - start));
    }

    private void execute(Connection connection, Statement statement) throws SQLException {
        try (var jdbc = connection.createStatement()) {
            // braces are JSON in a migration, never JDBC escapes
            jdbc.setEscapeProcessing(false);
            jdbc.execute(statement.sql());
            for (SQLWarning warning = jdbc.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                tell(warning);
            }
        }
    }

    private void copy(Connection connection, Statement statement) throws SQLException {
        try (var data = new StringReader(statement.copyData().orElseThrow())) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement.sql(), data);
        } catch (IOException e) {
            throw new PSQLException(e.getMessage(), PSQLState.IO_ERROR, e);
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
