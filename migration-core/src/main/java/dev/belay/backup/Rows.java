package dev.belay.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a server and turns the rows into values. */
final class Rows {

    private Rows() {}

    /** Makes a value of a row. */
    interface Mapping<T> {
        T of(Row row) throws SQLException;
    }

    /** One row of an answer. */
    record Row(ResultSet set) {

        String string(String column) throws SQLException {
            return set.getString(column);
        }

        /** The column of that number, from 1. */
        Optional<String> text(int column) throws SQLException {
            return Optional.ofNullable(set.getString(column));
        }

        Optional<String> text(String column) throws SQLException {
            return Optional.ofNullable(set.getString(column));
        }

        /** 0 for NULL. */
        long number(String column) throws SQLException {
            return set.getLong(column);
        }

        boolean holds(String column) throws SQLException {
            return set.getBoolean(column);
        }

        List<String> texts(String column) throws SQLException {
            var array = set.getArray(column);
            return array == null ? List.of() : List.of((String[]) array.getArray());
        }
    }

    static <T> List<T> of(Connection connection, String query, Mapping<T> mapping, String... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet set = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (set.next()) {
                    values.add(mapping.of(new Row(set)));
                }
                return values;
            }
        }
    }

    /** {@return the first column of all rows, NULLs left out} */
    static List<String> texts(Connection connection, String query, String... parameters) throws SQLException {
        return of(connection, query, row -> row.text(1), parameters).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Executes one statement, or several, as they are written. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
