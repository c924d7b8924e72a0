package dev.belay.undo;

import dev.belay.difference.ScratchSession;
import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a versioned script inserts, where a key names them that is the same in every database: one whose columns
 * are all given by the script.
 *
 * @param session into the scratch database
 * @param keys of the tables, as they were before the script
 */
record InsertedRows(ScratchSession session, Map<QualifiedName, Keys> keys) {

    /** More are not a few rows that the application knows, but data. */
    private static final int MOST = 1000;

    private static final String KEY = """
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.place),
                   string_agg('quote_nullable(' || quote_ident(a.attname) || ')', ' || '', '' || ' ORDER BY k.place)
              FROM pg_catalog.pg_index i
             CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (attnum, place)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
             GROUP BY i.indexrelid, i.indisprimary
            HAVING bool_and(a.attnotnull AND NOT a.atthasdef AND a.attidentity = '')
             ORDER BY i.indisprimary DESC, i.indexrelid
             LIMIT 1
            """;

    /**
     * What names the rows of a table.
     *
     * @param columns as SQL needs them
     * @param query gives the values of each row as SQL needs them
     * @param rows what it gave
     */
    record Keys(String columns, String query, Set<String> rows) {}

    /** Looks, before the script runs. */
    static InsertedRows before(ScratchSession session, List<StatementKind> kinds) {
        Map<QualifiedName, Keys> keys = new LinkedHashMap<>();
        try (Connection connection = session.open()) {
            for (StatementKind kind : kinds) {
                if (kind instanceof StatementKind.Insert insert) {
                    Optional<Keys> found = keys(connection, SqlName.of(insert.table()));
                    found.ifPresent(it -> keys.put(insert.table(), it));
                }
            }
            return new InsertedRows(session, keys);
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private static Optional<Keys> keys(Connection connection, String table) throws SQLException {
        try (var query = connection.prepareStatement(KEY)) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String rows = "SELECT " + row.getString(2) + " FROM " + table + " LIMIT " + 2 * MOST;
                return Optional.of(new Keys(row.getString(1), rows, rows(connection, rows)));
            }
        }
    }

    private static Set<String> rows(Connection connection, String sql) throws SQLException {
        Set<String> rows = new LinkedHashSet<>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    /** {@return the statements that delete them, the last table first; for after the script has run} */
    List<String> deleted() {
        var statements = new ArrayList<String>();
        try (Connection connection = session.open()) {
            for (var entry : keys.entrySet()) {
                Keys before = entry.getValue();
                Set<String> rows = rows(connection, before.query());
                rows.removeAll(before.rows());
                if (!rows.isEmpty() && rows.size() <= MOST) {
                    statements.add(0, delete(SqlName.of(entry.getKey()), before.columns(), rows));
                }
            }
        } catch (SQLException e) {
            return List.of(); // the script has dropped or changed the table after it had put rows into it
        }
        return statements;
    }

    private static String delete(String table, String columns, Set<String> rows) {
        boolean several = columns.contains(", ");
        String open = several ? "(" : "";
        String close = several ? ")" : "";
        return "-- The rows that the versioned script inserts, which it would find there if it ran again.\nDELETE FROM "
                + table + "\n WHERE " + open + columns + close + " IN (\n\t"
                + open + String.join(close + ",\n\t" + open, rows) + close + ")";
    }
}
