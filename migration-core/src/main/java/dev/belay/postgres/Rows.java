package dev.belay.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a short query, read at once. */
public final class Rows {

    private Rows() {}

    /**
     * Makes something of one row.
     *
     * @param <T> what
     */
    @FunctionalInterface
    public interface Reader<T> {

        /** {@return what the row that the result stands on says; never moves it} */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @param parameters those of its {@code ?}, in order
     * @return what {@code reader} makes of each row, in the server's order
     * @throws SQLException as the server says it
     */
    public static <T> List<T> list(Connection connection, String query, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var row = statement.executeQuery()) {
                var read = new ArrayList<T>();
                while (row.next()) {
                    read.add(reader.read(row));
                }
                return read;
            }
        }
    }

    /** As {@link #list}, of a query that always gives one row. */
    public static <T> T one(Connection connection, String query, Reader<T> reader, Object... parameters)
            throws SQLException {
        return list(connection, query, reader, parameters).get(0);
    }
}
