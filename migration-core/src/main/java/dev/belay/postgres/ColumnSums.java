package dev.belay.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table holds, in numbers: how many rows, and of each column how many values, and a sum of hashes that does not
 * depend on the order of rows.
 *
 * @param columns by name, quoted; empty when only the rows were counted
 */
public record ColumnSums(long rows, Map<String, Column> columns) {

    /** Values that are not null, and the sum of the hashes of their texts. */
    public record Column(long values, String sum) {}

    public ColumnSums {
        columns = Map.copyOf(columns);
    }

    /**
     * Reads all of a table, but for what inherits from it.
     *
     * @param table quoted and qualified
     * @param columns quoted; none for counting the rows only
     * @throws SQLException when the server does not answer, or the statement's time is over
     */
    public static ColumnSums read(Statement statement, String table, List<String> columns) throws SQLException {
        var query = new StringBuilder("SELECT count(*)");
        for (String column : columns) {
            query.append(", count(").append(column).append("), sum(hashtextextended(");
            query.append(column).append("::text, 0))");
        }
        query.append(" FROM ONLY ").append(table);
        try (ResultSet row = statement.executeQuery(query.toString())) {
            row.next();
            var sums = new HashMap<String, Column>();
            for (int i = 0; i < columns.size(); i++) {
                sums.put(columns.get(i), new Column(row.getLong(2 * i + 2), String.valueOf(row.getString(2 * i + 3))));
            }
            return new ColumnSums(row.getLong(1), sums);
        }
    }
}
