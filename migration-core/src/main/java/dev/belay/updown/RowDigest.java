package dev.belay.updown;

import dev.belay.postgres.ColumnSums;
import dev.belay.postgres.ColumnSums.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a small database.
 *
 * @param tables by their quoted and qualified names; those without rows are left out
 */
record RowDigest(Map<String, ColumnSums> tables) {

    static final RowDigest NONE = new RowDigest(Map.of());

    private static final String COLUMNS = "SELECT format('%I.%I', n.nspname, c.relname), quote_ident(a.attname)"
            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
            + " WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped"
            + " AND n.nspname <> 'information_schema' AND n.nspname <> 'belay' AND n.nspname !~ '^pg_'"
            + " ORDER BY 1, a.attnum";

    /**
     * Reads all tables but one.
     *
     * @param connection in a transaction or not
     * @param historyTable quoted and qualified
     */
    static RowDigest read(Connection connection, String historyTable) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<String, List<String>> columns = columns(statement, historyTable);
            var tables = new TreeMap<String, ColumnSums>();
            for (Map.Entry<String, List<String>> table : columns.entrySet()) {
                ColumnSums sums = ColumnSums.read(statement, table.getKey(), table.getValue());
                if (sums.rows() > 0) {
                    tables.put(table.getKey(), sums);
                }
            }
            return new RowDigest(tables);
        }
    }

    private static Map<String, List<String>> columns(Statement statement, String historyTable) throws SQLException {
        var columns = new LinkedHashMap<String, List<String>>();
        try (ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2));
            }
        }
        columns.keySet().removeIf(table -> isHistory(table, historyTable));
        return columns;
    }

    private static boolean isHistory(String table, String historyTable) {
        return table.replace("\"", "").equals(historyTable.replace("\"", ""));
    }

    /**
     * {@return what of these rows is not in the others, a line each} A table or column that is not there at all is a
     * difference of the schema, and its rows are gone with it.
     */
    List<String> lostIn(RowDigest after) {
        var lost = new ArrayList<String>();
        tables.forEach((name, before) -> {
            ColumnSums now = after.tables.getOrDefault(name, new ColumnSums(0, Map.of()));
            if (now.rows() < before.rows()) {
                lost.add("table " + name + ": " + (before.rows() - now.rows()) + " of " + before.rows()
                        + " rows are gone");
            } else {
                new TreeMap<>(before.columns())
                        .forEach((column, was) -> lost(
                                        name + "." + column, was, now.columns().get(column))
                                .ifPresent(lost::add));
            }
        });
        return lost;
    }

    private static Optional<String> lost(String name, Column was, Column now) {
        long values = now == null ? 0 : now.values();
        if (values < was.values()) {
            return Optional.of(
                    "column " + name + ": " + (was.values() - values) + " of " + was.values() + " values are gone");
        }
        return now == null || values != was.values() || was.sum().equals(now.sum())
                ? Optional.empty()
                : Optional.of("column " + name + ": has other values than before");
    }
}
