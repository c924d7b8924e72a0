package dev.belay.validation;

import dev.belay.difference.EnumAnew;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.StatementSender;
import dev.belay.outcome.DriftScript.Result;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tries statements of a drift on the scratch database: they run, and the schema is compared with what it is to be. */
final class DriftTrial {

    private static final String NOT_SUPPORTED = "0A000";

    private final DriftSides sides;
    private final Connection scratch;
    private final List<String> sent = new ArrayList<>();

    /** @param scratch a session in the scratch database, in auto-commit mode; it stays changed */
    DriftTrial(DriftSides sides, Connection scratch) {
        this.sides = sides;
        this.scratch = scratch;
    }

    /**
     * What became of the statements.
     *
     * @param sql the statements, some of them in the form that the server takes
     * @param remaining what still differs, or why it failed
     */
    record Tried(List<String> sql, Result result, List<String> remaining) {}

    /**
     * Makes enums anew, before anything else, and without the views of their columns. To a comparison of schemas they go
     * with their columns.
     *
     * @return whether that has changed the scratch database
     */
    boolean makeEnums(List<EnumAnew> enums) throws SQLException {
        scratch.setAutoCommit(false);
        try {
            for (EnumAnew type : enums) {
                for (String sql : type.statementsWithoutViews(scratch)) {
                    ScratchSession.execute(scratch, sql);
                    sent.add(sql);
                }
            }
            scratch.commit();
        } catch (SQLException e) {
            // an index over such a value forbids it, for one; then the columns are made anew
            scratch.rollback();
            sent.clear();
        } finally {
            scratch.setAutoCommit(true);
        }
        return !sent.isEmpty();
    }

    /** {@return what became of them, and of enums made before} Never fails for what they do. */
    Tried run(List<String> statements, SchemaSnapshot wanted) {
        int first = sent.size();
        sent.addAll(statements);
        for (int i = first; i < sent.size(); i++) {
            try {
                sent.set(i, send(sent.get(i)));
            } catch (SQLException e) {
                return new Tried(
                        sent,
                        Result.FAILS,
                        List.of("statement " + (i + 1) + ": " + e.getMessage().replace('\n', ' ')));
            }
        }
        SchemaSnapshot now = Drift.expected(
                scratch, sides.replayedAs().quoted(), sides.liveAs().quoted(), sides.historyTable());
        SchemaDiff difference = Drift.between(wanted, now);
        if (difference.isEmpty()) {
            return new Tried(sent, Result.EXACT, List.of());
        }
        return new Tried(
                sent, difference.isColumnOrderOnly() ? Result.COLUMN_ORDER : Result.DIFFERS, difference.lines());
    }

    /** {@return the statement that was carried out: on a partitioned table an index is not made CONCURRENTLY} */
    private String send(String sql) throws SQLException {
        try {
            execute(sql);
            return sql;
        } catch (SQLException e) {
            String plain = sql.replaceFirst(" INDEX CONCURRENTLY ", " INDEX ");
            if (!NOT_SUPPORTED.equals(e.getSQLState()) || plain.equals(sql)) {
                throw e;
            }
            execute(plain);
            return plain;
        }
    }

    private void execute(String sql) throws SQLException {
        String here = sides.liveAs().replacedIn(sql, sides.replayedAs().quoted());
        for (var statement : ScriptReader.read("drift", here, Placeholders.NONE)) {
            StatementSender.send(scratch, statement, (int) sides.timeout().toSeconds());
        }
    }
}
