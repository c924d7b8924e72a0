package dev.belay.undo;

import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table that a versioned script inserts rows into, as it was before the script.
 *
 * @param id its object id
 * @param name as SQL needs it
 * @param columns in their order
 * @param keys what may name its rows, the best first
 * @param inserts the script's statements that insert into it
 */
record InsertedTable(long id, String name, List<String> columns, List<Key> keys, List<Statement> inserts) {

    private static final String COLUMNS = """
            SELECT c.oid,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                          ORDER BY a.attnum)
              FROM pg_catalog.pg_class c
             WHERE c.oid = to_regclass(?)
            """;

    private static final String KEYS = """
            SELECT array_agg(a.attname::text ORDER BY k.place),
                   string_agg(quote_ident(a.attname), ', ' ORDER BY k.place),
                   string_agg('quote_literal(' || quote_ident(a.attname) || ')', ' || '', '' || ' ORDER BY k.place),
                   bool_and(a.attnotnull AND NOT a.atthasdef AND a.attidentity = '')
              FROM pg_catalog.pg_index i
             CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (attnum, place)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
               AND k.place <= i.indnkeyatts
             GROUP BY i.indexrelid, i.indisprimary
             ORDER BY i.indisprimary DESC, i.indexrelid
            """;

    /**
     * Columns no two rows have the same values in.
     *
     * @param columns their names
     * @param list the same as SQL needs it
     * @param query gives the values of each row as SQL needs them, null where one of them is
     * @param required whether each INSERT has to give a value to each of them
     * @param rows what the query gave
     */
    record Key(List<String> columns, String list, String query, boolean required, Set<String> rows) {

        /** {@return the values of rows that there are now and were not; null among them where some row has none} */
        Set<String> added(Connection connection) throws SQLException {
            Set<String> added = InsertedTable.rows(connection, query);
            boolean nameless = added.contains(null);
            added.removeAll(rows);
            if (nameless) {
                added.add(null);
            }
            return added;
        }
    }

    private record Found(long id, List<String> columns) {}

    /** {@return the table of a name, of which no statement is known; empty where there is none} */
    static Optional<InsertedTable> read(Connection connection, String name) throws SQLException {
        Optional<Found> found = find(connection, name);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new InsertedTable(
                        found.get().id(),
                        name,
                        found.get().columns(),
                        keys(connection, found.get().id(), name),
                        List.of()));
    }

    /** {@return the columns that a table of this name has now; empty where there is none} */
    List<String> columnsNow(Connection connection) throws SQLException {
        return find(connection, name).map(Found::columns).orElse(List.of());
    }

    private static Optional<Found> find(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new Found(row.getLong(1), names(row, 2))) : Optional.empty();
            }
        }
    }

    private static List<Key> keys(Connection connection, long table, String name) throws SQLException {
        var keys = new ArrayList<Key>();
        try (var query = connection.prepareStatement(KEYS)) {
            query.setLong(1, table);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String rows = "SELECT " + row.getString(3) + " FROM " + name + " LIMIT " + 2 * InsertedRows.MOST;
                    keys.add(new Key(names(row, 1), row.getString(2), rows, row.getBoolean(4), rows(connection, rows)));
                }
            }
        }
        return keys;
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
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

    /** {@return the same with a further statement} */
    InsertedTable with(Statement insert) {
        var all = new ArrayList<>(inserts);
        all.add(insert);
        return new InsertedTable(id, name, columns, keys, all);
    }
}
