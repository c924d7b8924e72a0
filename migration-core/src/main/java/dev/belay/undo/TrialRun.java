package dev.belay.undo;

import dev.belay.difference.Columns;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.PreparedScript;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Statement;
import dev.belay.trace.SqlWords;
import dev.belay.undo.Trial.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries an undo script where its versioned script has just run: down, compare, up again, compare. In a transaction that
 * is rolled back, where the statements can run in one: a versioned script with a COMMIT of its own would keep half of it.
 *
 * @param session into the scratch database
 * @param up the versioned script
 * @param before the schema before it ran
 * @param after the schema after it ran
 */
record TrialRun(ScratchSession session, PreparedScript up, SchemaState before, SchemaState after) {

    /**
     * What one transaction forbids and two allow: a new value of an enum that is used (55P04), and a table changed while
     * checks of it are deferred (55006).
     */
    private static final Set<String> NEED_TWO = Set.of("55P04", "55006");

    /** How the statements run. */
    private enum Mode {
        /** All in one transaction, which is rolled back. */
        ROLLED_BACK,
        /** Each way in a transaction of its own, which is committed. */
        KEPT,
        /** The statements of the way down each in its own; the versioned script as Flyway runs it. */
        AUTO_COMMIT
    }

    /** Looks at rows where the versioned script has run again. */
    @FunctionalInterface
    interface RowCheck {

        /** {@return what is wrong with them, for people; empty when nothing is} */
        Optional<String> flaw(Connection connection) throws SQLException;
    }

    /** {@return what became of it; never fails for what the statements do} */
    Trial of(List<Statement> down, RowCheck rows) {
        if (!up.inTransaction() || down.stream().anyMatch(Statement::autocommitOnly)) {
            return run(down, Mode.AUTO_COMMIT, rows);
        }
        if (up.statements().stream().anyMatch(SqlWords::controlsTransaction)) {
            return run(down, Mode.KEPT, rows);
        }
        Trial trial = run(down, Mode.ROLLED_BACK, rows);
        boolean again =
                trial.error().filter(error -> NEED_TWO.contains(error.state())).isPresent();
        return again ? run(down, Mode.AUTO_COMMIT, rows) : trial;
    }

    private Trial run(List<Statement> down, Mode mode, RowCheck rows) {
        try (Connection connection = session.open()) {
            if (mode == Mode.AUTO_COMMIT) {
                return tried(connection, down, mode, rows);
            }
            connection.setAutoCommit(false);
            try {
                return tried(connection, down, mode, rows);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private Trial tried(Connection connection, List<Statement> down, Mode mode, RowCheck rows) throws SQLException {
        boolean takenBack = mode == Mode.ROLLED_BACK;
        try {
            session.send(connection, down);
            if (mode == Mode.KEPT) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            boolean nothing = mode != Mode.AUTO_COMMIT;
            return new Trial(
                    Verdict.FAILS, Optional.empty(), List.of(), Optional.of(Trial.Failure.of(e)), nothing, nothing);
        }
        SchemaDiff difference = SchemaDiff.between(before.snapshot(), session.snapshot(connection));
        List<String> lost =
                after.columns().and(before.columns()).without(Columns.read(connection)).all().values().stream()
                        .map(column -> column.table() + "." + column.name())
                        .toList();
        Optional<Trial.Failure> error = Optional.empty();
        boolean same = takenBack;
        boolean again = false;
        try {
            if (takenBack) {
                session.send(connection, up.statements());
            } else {
                sendAsFlywayDoes(connection);
            }
            SchemaSnapshot now = session.snapshot(connection);
            SchemaDiff second = SchemaDiff.between(after.snapshot(), now);
            Optional<String> flaw = second.isEmpty() || second.isColumnOrderOnly() || !difference.isEmpty()
                    ? rows.flaw(connection)
                    : Optional.of("the schema is another: " + String.join("; ", second.lines()));
            again = flaw.isEmpty();
            same |= second.isEmpty();
            error = flaw.map(message -> new Trial.Failure("", message));
        } catch (SQLException e) {
            error = Optional.of(Trial.Failure.of(e));
        }
        return new Trial(verdict(difference, lost, again), Optional.of(difference), lost, error, same, takenBack);
    }

    /** In a transaction, which SAVEPOINT needs, unless the script is to run without; a BEGIN may be left to Flyway to end. */
    private void sendAsFlywayDoes(Connection connection) throws SQLException {
        connection.setAutoCommit(!up.inTransaction());
        session.send(connection, up.statements());
        if (up.inTransaction()) {
            connection.setAutoCommit(true);
        } else {
            ScratchSession.execute(connection, "COMMIT");
        }
    }

    private static Verdict verdict(SchemaDiff difference, List<String> lost, boolean again) {
        if (!lost.isEmpty()) {
            return Verdict.LOSES_ROWS;
        }
        if (!again) {
            return Verdict.NOT_UP_AGAIN;
        }
        if (difference.isEmpty()) {
            return Verdict.EXACT;
        }
        return difference.isColumnOrderOnly() ? Verdict.COLUMN_ORDER : Verdict.DIFFERS;
    }
}
