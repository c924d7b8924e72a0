package dev.belay.generate;

import dev.belay.difference.ScratchSession;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                ScratchSession.execute(connection, "SET LOCAL check_function_bodies = off");
                return withValues(tried(connection, statements));
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
            marked.add(statement.loss().isPresent() || runs(connection, statement) ? statement : leftOut(statement));
        }
        return marked;
    }

    private static Difference leftOut(Difference statement) {
        return statement.losing("nothing by itself, and needs what is left out");
    }

    /**
     * The default of a column whose type or default is left out is not the one that it is to have: rows would get another
     * value, or none.
     */
    private static List<Difference> withValues(List<Difference> statements) {
        Set<String> waiting = statements.stream()
                .filter(statement -> statement.loss().isPresent())
                .flatMap(Separation::givenColumns)
                .collect(Collectors.toSet());
        return statements.stream()
                .map(statement ->
                        statement.loss().isEmpty() && needs(statement, waiting) ? leftOut(statement) : statement)
                .toList();
    }

    private static boolean needs(Difference statement, Set<String> columns) {
        if (statement.kind() instanceof StatementKind.Update update) {
            String table = update.table() + ".";
            return columns.stream()
                    .anyMatch(column -> column.startsWith(table)
                            && Catalog.mentions(statement.sql(), column.substring(table.length())));
        }
        return givenColumns(statement).anyMatch(columns::contains);
    }

    /** {@return the columns that it gives a type, a default or NOT NULL} */
    private static Stream<String> givenColumns(Difference statement) {
        if (!(statement.kind() instanceof StatementKind.AlterTable alter)) {
            return Stream.empty();
        }
        return alter.actions().stream()
                .flatMap(action -> given(action).stream())
                .map(column -> alter.table() + "." + column);
    }

    private static Optional<String> given(TableAction action) {
        if (action instanceof TableAction.AlterColumnType type) {
            return Optional.of(type.column());
        }
        if (action instanceof TableAction.SetDefault value) {
            return Optional.of(value.column());
        }
        if (action instanceof TableAction.DropDefault value) {
            return Optional.of(value.column());
        }
        return action instanceof TableAction.SetNotNull column ? Optional.of(column.column()) : Optional.empty();
    }

    private static boolean runs(Connection connection, Difference difference) throws SQLException {
        Savepoint here = connection.setSavepoint();
        try {
            ScratchSession.execute(connection, difference.sql());
            connection.releaseSavepoint(here);
            return true;
        } catch (SQLException e) {
            connection.rollback(here);
            return UNSAFE_NEW_VALUE.equals(e.getSQLState());
        }
    }
}
