package dev.belay.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says which indexes a failed CREATE INDEX CONCURRENTLY, or REINDEX CONCURRENTLY, has left. */
final class InvalidIndexes {

    private InvalidIndexes() {}

    /** {@return those that are not valid now, quoted and qualified} */
    static List<String> names(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i"
                        + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname <> 'pg_toast' ORDER BY 1")) {
            var names = new ArrayList<String>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    /** {@return a line for each with what to type; empty when there are none} */
    static List<String> lines(List<String> names) {
        var lines = new ArrayList<String>();
        if (!names.isEmpty()) {
            lines.add("invalid now, which costs every write and serves no query:");
            names.forEach(name -> lines.add("  " + name + "   DROP INDEX CONCURRENTLY " + name + ";"));
        }
        return lines;
    }
}
