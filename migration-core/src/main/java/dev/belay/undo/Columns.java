package dev.belay.undo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What holds rows: the columns of tables, known by what the server knows them by, so that a column which was dropped and
 * made anew is another.
 *
 * @param names for people, by table oid and column number
 */
record Columns(Map<String, String> names) {

    private static final String QUERY = """
            SELECT c.oid || '.' || a.attnum, c.oid::regclass || '.' || quote_ident(a.attname)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relkind IN ('r', 'p', 'm')
               AND c.relnamespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace
                                           WHERE nspname LIKE 'pg\\_%' OR nspname IN ('information_schema', 'belay'))
            """;

    Columns {
        names = Collections.unmodifiableMap(new TreeMap<>(names));
    }

    static Columns read(Connection connection) throws SQLException {
        Map<String, String> names = new TreeMap<>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                names.put(row.getString(1), row.getString(2));
            }
        }
        return new Columns(names);
    }

    /** {@return those that are also in other columns, by the names that they have here} */
    Columns and(Columns other) {
        return filtered(other, true);
    }

    /** {@return those that are not in other columns} */
    Columns without(Columns other) {
        return filtered(other, false);
    }

    private Columns filtered(Columns other, boolean wanted) {
        return new Columns(names.entrySet().stream()
                .filter(entry -> other.names.containsKey(entry.getKey()) == wanted)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
