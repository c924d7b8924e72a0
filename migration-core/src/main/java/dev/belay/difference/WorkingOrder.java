package dev.belay.difference;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The order in which the server takes statements. A comparison of schemas sees most of what depends on what, but not what
 * a function's text needs, nor that a view's GROUP BY rests on a primary key. So a statement that is refused for what is not
 * there yet, or still there, waits until others have run.
 */
public final class WorkingOrder {

    /**
     * Grouping rests on a key; an object is not there, or is held by others; a foreign key has nothing to point to; a
     * column that may be null again is still in the primary key (42P16).
     */
    private static final Set<String> LATER = Set.of(
            "42803", "42P01", "42703", "42704", "42883", "42830", "42P16", "3F000", "2BP01", "42P07", "42710", "42701",
            "42723");

    private WorkingOrder() {}

    /** {@return whether the server's error code is one for which another order may help} */
    public static boolean mayHelp(String state) {
        return LATER.contains(state);
    }

    /**
     * {@return the statements in an order in which all of them run, or empty when none was found}
     *
     * @param statements such as can run in a transaction
     * @param sql the text of one, without semicolon
     * @param connection into a database where they have not run; it is as it was afterwards
     */
    public static <T> Optional<List<T>> of(List<T> statements, Function<T, String> sql, Connection connection)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var order = new ArrayList<T>();
            List<T> waiting = statements;
            while (!waiting.isEmpty()) {
                List<T> refused = round(statement, waiting, sql, order);
                if (refused.size() == waiting.size()) {
                    return Optional.empty();
                }
                waiting = refused;
            }
            return Optional.of(order);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static <T> List<T> round(Statement statement, List<T> waiting, Function<T, String> sql, List<T> order)
            throws SQLException {
        var refused = new ArrayList<T>();
        for (T next : waiting) {
            Savepoint before = statement.getConnection().setSavepoint();
            try {
                statement.execute(sql.apply(next));
                order.add(next);
            } catch (SQLException e) {
                statement.getConnection().rollback(before);
                refused.add(next);
            }
        }
        return refused;
    }
}
