package dev.belay.undo;

import dev.belay.difference.ScratchSession;
import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.WrittenTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a versioned script inserts, where a key names them that is the same in every database: one whose values
 * all stand in the script.
 *
 * @param session into the scratch database
 * @param tables as they were before the script
 * @param sequences as they stood before it
 */
record InsertedRows(ScratchSession session, List<InsertedTable> tables, MovedSequences sequences) {

    /** More are not a few rows that the application knows, but data. */
    static final int MOST = 1000;

    /** The rows of a table, by the key that names them. */
    private record Named(InsertedTable table, InsertedTable.Key key, Set<String> rows) {

        String delete() {
            boolean several = key.columns().size() > 1;
            String open = several ? "(" : "";
            String close = several ? ")" : "";
            return "-- The rows that the versioned script inserts, which it would find there if it ran again.\nDELETE FROM "
                    + table.name() + "\n WHERE " + open + key.list() + close + " IN (\n\t"
                    + open + String.join(close + ",\n\t" + open, rows) + close + ")";
        }
    }

    /**
     * What takes the rows away.
     *
     * @param named those that can be deleted, the last table first
     * @param unnamed tables with rows that cannot
     */
    record Deletion(List<Named> named, List<String> unnamed) {

        List<String> statements() {
            return named.stream().map(Named::delete).toList();
        }

        /** {@return that the script has inserted rows with other keys now that it ran again, as where a trigger makes them} */
        Optional<String> flaw(Connection connection) throws SQLException {
            for (Named rows : named) {
                if (!rows.key().added(connection).equals(rows.rows())) {
                    return Optional.of(
                            "the rows that it inserts into " + rows.table().name()
                                    + " have other keys each time that it runs, so that an undo script cannot name them");
                }
            }
            return Optional.empty();
        }
    }

    /** Looks, before the script runs. */
    static InsertedRows before(ScratchSession session, List<Statement> script, List<StatementKind> kinds) {
        Map<Long, InsertedTable> tables = new LinkedHashMap<>();
        try (Connection connection = session.open()) {
            for (int i = 0; i < kinds.size(); i++) {
                for (QualifiedName name : inserting(kinds.get(i))) {
                    Optional<InsertedTable> table = InsertedTable.read(connection, SqlName.of(name));
                    Statement insert = script.get(i);
                    table.ifPresent(it -> tables.merge(it.id(), it.with(insert), (former, now) -> former.with(insert)));
                }
            }
            return new InsertedRows(session, List.copyOf(tables.values()), MovedSequences.read(connection));
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private static List<QualifiedName> inserting(StatementKind kind) {
        boolean inserts = kind instanceof StatementKind.Insert
                || kind instanceof StatementKind.Compound
                || kind instanceof StatementKind.Merge
                || kind instanceof StatementKind.Copy;
        return inserts ? WrittenTables.of(kind) : List.of();
    }

    /** {@return what deletes them; for after the script has run} */
    Deletion deletion() {
        var found = new ArrayList<Named>();
        var unnamed = new ArrayList<String>();
        try (Connection connection = session.open()) {
            for (InsertedTable table : tables) {
                try {
                    named(connection, table)
                            .ifPresentOrElse(rows -> found.add(0, rows), () -> unnamed.add(table.name()));
                } catch (SQLException e) {
                    // the script has dropped or changed the table after it had put rows into it
                    unnamed.add(table.name());
                }
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
        return new Deletion(found, unnamed);
    }

    private static Optional<Named> named(Connection connection, InsertedTable table) throws SQLException {
        var everywhere = new SameEverywhere(connection);
        for (InsertedTable.Key key : table.keys()) {
            if (everywhere.isGiven(table, key)) {
                Set<String> rows = key.added(connection);
                if (!rows.isEmpty() && rows.size() <= MOST && !rows.contains(null)) {
                    return Optional.of(new Named(table, key, rows));
                }
            }
        }
        return Optional.empty();
    }

    /** {@return why rows that are in the way were not deleted} */
    static String unnamed(String script, String table) {
        return "Rows that " + script + " inserts into " + table + ": no unique key names them whose values all stand in"
                + " the script. What a sequence, a query, a default or a function such as now() or gen_random_uuid() gives"
                + " is another value in another database; rows that ON CONFLICT or NOT EXISTS passes over were there"
                + " before; and more than " + MOST
                + " rows are not listed. Write what deletes them by hand, or give them"
                + " such a key.";
    }
}
