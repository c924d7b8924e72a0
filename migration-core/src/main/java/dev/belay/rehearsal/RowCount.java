package dev.belay.rehearsal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows tables have, counted.
 *
 * @param rows by table, quoted and qualified; a table that is not there has none
 */
public record RowCount(Map<String, Long> rows) {

    public RowCount {
        rows = Map.copyOf(rows);
    }

    static RowCount of(Connection connection, List<String> tables) throws SQLException {
        var rows = new TreeMap<String, Long>();
        for (String table : there(connection, tables)) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                row.next();
                rows.put(table, row.getLong(1));
            }
        }
        return new RowCount(rows);
    }

    private static List<String> there(Connection connection, List<String> tables) throws SQLException {
        var there = new ArrayList<String>();
        try (var query = connection.prepareStatement(
                "SELECT name FROM unnest(?::text[]) name WHERE to_regclass(name) IS NOT NULL")) {
            query.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    there.add(row.getString(1));
                }
            }
        }
        return there;
    }

    /** {@return how many rows are not there any more, of the tables that are} */
    RowCount less(RowCount now) {
        var less = new TreeMap<String, Long>();
        rows.forEach((table, before) -> {
            long gone = before - now.rows.getOrDefault(table, before);
            if (gone > 0) {
                less.put(table, gone);
            }
        });
        return new RowCount(less);
    }
}
