package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Grammar;
import dev.belay.postgres.Quoted;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.CreateIndex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The indexes that a script without a transaction had built, or was building, when its run was killed. Where a script had
 * done nothing else they are dropped again, and it can run from its first statement. Whatever else it has done nobody
 * can take back without knowing what it means; that is left to people.
 */
final class InterruptedIndexes {

    /**
     * Of the indexes of a table with a name: whether it is valid, and whether it came behind the last row that the killed
     * run wrote to its journal. An index that was there before is not the script's.
     */
    private static final String FIND = """
            SELECT format('%I.%I', n.nspname, c.relname) AS name, i.indisvalid AS valid,
                   coalesce(age(c.xmin) <= (SELECT age(s.xmin) FROM belay.step s WHERE s.run = ? AND s.script = ?), false)
                       AS later
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE i.indrelid = to_regclass(?) AND c.relname = ?
            """;

    private static final int PATIENCE_SECONDS = 30;

    private static final String QUERY_CANCELED = "57014";

    private final Connection connection;
    private final StepJournal.Interrupted interrupted;
    private final List<Statement> statements;
    private final String schema;

    /**
     * @param statements of the script as it was when it ran
     * @param schema where tables are that the script does not qualify
     */
    InterruptedIndexes(
            Connection connection, StepJournal.Interrupted interrupted, List<Statement> statements, String schema) {
        this.connection = connection;
        this.interrupted = interrupted;
        this.statements = statements;
        this.schema = schema;
    }

    /** {@return the indexes that were dropped; empty when the script had done, or may have done, something else} */
    Optional<List<String>> takeBack() throws SQLException {
        if (statements.size() != interrupted.statements().size()) {
            return Optional.empty();
        }
        List<String> indexes = new ArrayList<>();
        int begun = Math.min(interrupted.done() + 1, statements.size());
        for (int i = begun - 1; i >= 0; i--) {
            StatementKind kind = Grammar.kindOf(statements.get(i));
            if (kind instanceof CreateIndex index
                    && index.concurrently()
                    && index.name().isPresent()) {
                of(index, i < interrupted.done()).ifPresent(indexes::add);
            } else if (!(kind instanceof StatementKind.Set)) {
                return Optional.empty();
            }
        }
        for (String index : indexes) {
            drop(index);
        }
        return Optional.of(indexes);
    }

    /** It waits for every transaction that may use the index (DROP INDEX, CONCURRENTLY). */
    private void drop(String index) throws SQLException {
        try (var drop = connection.createStatement()) {
            drop.setQueryTimeout(PATIENCE_SECONDS);
            drop.execute("DROP INDEX CONCURRENTLY IF EXISTS " + index);
        } catch (SQLException e) {
            if (!QUERY_CANCELED.equals(e.getSQLState())) {
                throw e;
            }
            throw new RefusalException(Problem.of(
                            "the index " + index + ", which a stopped run had begun to build, cannot be dropped:"
                                    + " another transaction has been in its way for " + PATIENCE_SECONDS + " s",
                            "let that transaction end (pg_stat_activity names it), then run the" + " goal again")
                    .withState("Nothing else was changed by this run."));
        }
    }

    /** {@return the index, if this script has made it; one that it would have found there already stays if it is valid} */
    private Optional<String> of(CreateIndex index, boolean done) throws SQLException {
        try (var query = connection.prepareStatement(FIND)) {
            query.setString(1, interrupted.run().value());
            query.setString(2, interrupted.script());
            query.setString(3, quoted(index.table()));
            query.setString(4, index.name().orElseThrow());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                boolean made = !row.getBoolean("valid") || !index.ifNotExists() && (done || row.getBoolean("later"));
                return made ? Optional.of(row.getString("name")) : Optional.empty();
            }
        }
    }

    private String quoted(QualifiedName table) {
        return Quoted.name(table.schema().orElse(schema)) + "." + Quoted.name(table.name());
    }
}
