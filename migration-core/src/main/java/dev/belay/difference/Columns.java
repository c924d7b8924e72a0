package dev.belay.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What holds rows: the columns of tables, known by what the server knows them by, so that a column which was dropped and
 * made anew is another. Generated columns hold what the others say, and are not among them.
 *
 * @param all by table oid and column number
 */
public record Columns(Map<String, Column> all) {

    /**
     * A column.
     *
     * @param tableId which table, whatever its name
     * @param table as SQL names it for the search path
     * @param name as SQL names it
     * @param type as {@code format_type} writes it
     */
    public record Column(String tableId, String table, String name, String type) {}

    private static final String QUERY = """
            SELECT c.oid || '.' || a.attnum, c.oid, c.oid::regclass, quote_ident(a.attname),
                   format_type(a.atttypid, a.atttypmod)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND a.attgenerated = ''
             WHERE c.relkind IN ('r', 'p')
               AND c.relnamespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace
                                           WHERE nspname LIKE 'pg\\_%' OR nspname IN ('information_schema', 'belay'))
            """;

    public Columns {
        all = Collections.unmodifiableMap(new TreeMap<>(all));
    }

    public static Columns read(Connection connection) throws SQLException {
        Map<String, Column> all = new TreeMap<>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                all.put(
                        row.getString(1),
                        new Column(row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
            }
        }
        return new Columns(all);
    }

    /** {@return those that are also in other columns, by the names that they have here} */
    public Columns and(Columns other) {
        return filtered(other, true);
    }

    /** {@return those that are not in other columns} */
    public Columns without(Columns other) {
        return filtered(other, false);
    }

    /** {@return whether it has a column of that table} */
    public boolean hasTable(String tableId) {
        return all.values().stream().anyMatch(column -> column.tableId().equals(tableId));
    }

    private Columns filtered(Columns other, boolean wanted) {
        return new Columns(all.entrySet().stream()
                .filter(entry -> other.all.containsKey(entry.getKey()) == wanted)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
