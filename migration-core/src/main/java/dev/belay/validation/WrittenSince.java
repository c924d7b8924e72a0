package dev.belay.validation;

import dev.belay.schema.Difference;
import dev.belay.schema.SchemaDiff;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What would be lost if scripts that were just applied were taken back: rows in tables that they made, and values in
 * columns that they added, which somebody else has written since. A row is somebody else's when its transaction (xmin) is
 * none of those that wrote the scripts' rows of the history; a script that runs in a transaction shares it with its row.
 */
public final class WrittenSince {

    private static final String OURS = "SELECT array_agg(xmin::text)::text FROM %s WHERE script = ANY (?)";

    /** Ages are counted back from now; of a frozen row it is 2147483647 (xid_age in xid.c). */
    private static final String OLDEST = "SELECT max(age(xmin)) FROM %s WHERE script = ANY (?)";

    private WrittenSince() {}

    /**
     * {@return what would be lost, a line each; what cannot be looked at in time counts as lost}
     *
     * @param connection in auto-commit mode
     * @param up what the scripts have changed of the schema
     * @param historyTable quoted and qualified
     * @param scripts those that were applied, as the history names them
     * @param timeout for each table
     */
    public static List<String> lost(
            Connection connection, SchemaDiff up, String historyTable, List<String> scripts, Duration timeout)
            throws SQLException {
        var lost = new ArrayList<String>();
        Set<String> newTables = new HashSet<>();
        String ours = ask(connection, OURS.formatted(historyTable), scripts);
        String oldest = ask(connection, OLDEST.formatted(historyTable), scripts);
        for (Difference difference : up.differences()) {
            boolean table = difference.id().type().equals("table");
            boolean column = difference.id().type().equals("column");
            String identity = difference.id().identity();
            if ((table || column) && difference.after().isEmpty()) {
                lost.add(difference.id() + " was dropped by the scripts: going back does not bring its rows back");
            } else if (table && difference.before().isEmpty()) {
                newTables.add(identity);
                look(connection, rows(identity, ours), timeout, "rows written to " + identity, lost);
            }
        }
        for (Difference difference : up.differences()) {
            String identity = difference.id().identity();
            boolean added = difference.id().type().equals("column")
                    && difference.before().isEmpty();
            if (added && newTables.stream().noneMatch(table -> identity.startsWith(table + "."))) {
                look(connection, values(difference, ours, oldest), timeout, "values written to " + identity, lost);
            }
        }
        return lost;
    }

    private static String rows(String table, String ours) {
        return "SELECT 1 FROM " + table + " WHERE NOT xmin::text = ANY ('" + ours + "'::text[]) LIMIT 1";
    }

    /** Whoever does not know the column leaves its default there. */
    private static String values(Difference column, String ours, String oldest) {
        String identity = column.id().identity();
        int dot = identity.lastIndexOf('.');
        String name = identity.substring(dot + 1);
        String standard = column.after()
                .orElseThrow()
                .definition()
                .lines()
                .filter(line -> line.startsWith("default "))
                .findFirst()
                .map(line -> " AND " + name + " IS DISTINCT FROM (" + line.substring("default ".length()) + ")")
                .orElse("");
        return "SELECT 1 FROM " + identity.substring(0, dot) + " WHERE NOT xmin::text = ANY ('" + ours
                + "'::text[]) AND age(xmin) <= " + oldest + " AND " + name + " IS NOT NULL" + standard + " LIMIT 1";
    }

    private static void look(Connection connection, String query, Duration timeout, String what, List<String> lost)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + timeout.toMillis());
            try (var row = statement.executeQuery(query)) {
                if (row.next()) {
                    lost.add(what + " since");
                }
            }
        } catch (SQLException e) {
            if (!connection.isValid(5)) {
                throw e;
            }
            lost.add("perhaps " + what + " since: " + e.getMessage());
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String ask(Connection connection, String query, List<String> scripts) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", scripts.toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                String value = row.getString(1);
                return value == null ? "{}" : value;
            }
        }
    }
}
