package dev.belay.migrate;

import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far scripts have come that run without a transaction, in {@code belay.step}: a row before the first statement,
 * counted up behind each, removed when the run ends. What is left there a killed run has left.
 *
 * @param history the history table that the runs work on, quoted and qualified
 */
record StepJournal(String history) {

    /**
     * A script that was at work when its run ended without saying so.
     *
     * @param run the run
     * @param script as the history names it
     * @param checksum of its text, as {@link String#hashCode} has it
     * @param statements place and first words of each
     * @param done how many of them the server had carried out
     */
    record Interrupted(RunId run, String script, int checksum, List<String> statements, int done) {}

    void started(Connection connection, RunId run, String script, int checksum, List<String> statements)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO belay.step (run, history, script, checksum, statements) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (run, script) DO UPDATE SET done = 0")) {
            insert.setString(1, run.value());
            insert.setString(2, history);
            insert.setString(3, script);
            insert.setInt(4, checksum);
            insert.setArray(5, connection.createArrayOf("text", statements.toArray()));
            insert.executeUpdate();
        }
    }

    void done(Connection connection, RunId run, String script, int statements) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE belay.step SET done = ? WHERE run = ? AND script = ?")) {
            update.setInt(1, statements);
            update.setString(2, run.value());
            update.setString(3, script);
            update.executeUpdate();
        }
    }

    /** Removes what a run has written that ends in the ordinary way. */
    void ended(Connection connection, RunId run) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM belay.step WHERE run = ?")) {
            delete.setString(1, run.value());
            delete.executeUpdate();
        }
    }

    /** Removes what a killed run has left of one script; it may have left another. */
    void settled(Connection connection, Interrupted interrupted) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM belay.step WHERE run = ? AND script = ?")) {
            delete.setString(1, interrupted.run().value());
            delete.setString(2, interrupted.script());
            delete.executeUpdate();
        }
    }

    /** {@return what killed runs have left, the oldest first} */
    List<Interrupted> left(Connection connection) throws SQLException {
        var left = new ArrayList<Interrupted>();
        try (var query =
                connection.prepareStatement("SELECT s.run, s.script, s.checksum, s.statements, s.done FROM belay.step s"
                        + " WHERE s.history = ? AND NOT EXISTS (SELECT FROM pg_stat_activity a"
                        + " WHERE a.application_name LIKE 'belay ' || s.run || ' %') ORDER BY s.started_at")) {
            query.setString(1, history);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    left.add(new Interrupted(
                            new RunId(row.getString(1)),
                            row.getString(2),
                            row.getInt(3),
                            List.of((String[]) row.getArray(4).getArray()),
                            row.getInt(5)));
                }
            }
        }
        return left;
    }
}
