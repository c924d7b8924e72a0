package dev.belay.generate;

import dev.belay.difference.ScratchSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/** Finds out which statements cannot run as long as those that lose something are left out. */
final class Separation {

    /** A new value of an enum, used in the transaction that added it; in scripts it is there before. */
    private static final String UNSAFE_NEW_VALUE = "55P04";

    private Separation() {}

    /**
     * {@return the same statements, those among them that depend on others losing something marked as they are}
     *
     * @param session into a database that stands at the migrated schema, and is left so
     */
    static List<Difference> of(List<Difference> statements, ScratchSession session) {
        try (Connection connection = session.open()) {
            connection.setAutoCommit(false);
            try {
                execute(connection, "SET LOCAL check_function_bodies = off");
                return tried(connection, statements);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private static List<Difference> tried(Connection connection, List<Difference> statements) throws SQLException {
        var marked = new ArrayList<Difference>();
        for (Difference statement : statements) {
            marked.add(
                    statement.loss().isPresent() || runs(connection, statement)
                            ? statement
                            : statement.losing("nothing by itself, and needs what is left out"));
        }
        return marked;
    }

    private static boolean runs(Connection connection, Difference difference) throws SQLException {
        Savepoint here = connection.setSavepoint();
        try {
            execute(connection, difference.sql());
            connection.releaseSavepoint(here);
            return true;
        } catch (SQLException e) {
            connection.rollback(here);
            return UNSAFE_NEW_VALUE.equals(e.getSQLState());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
