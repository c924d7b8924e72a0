package dev.belay.testing;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * An empty database of the caller's own, on a server that it shares with other tests. Roles are shared too: name those
 * that a test makes after {@link #name}.
 *
 * @param name the database's name, unique on the server
 * @param major the server's major version
 * @param settings how to connect as superuser
 */
public record TestDatabase(String name, int major, ConnectionSettings settings) {

    /** {@return a new connection, which the caller closes} */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        settings.properties().forEach(properties::setProperty);
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().map(Secret::reveal).ifPresent(secret -> properties.setProperty("password", secret));
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /** Runs SQL, one statement or several, in a connection of its own with auto-commit. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** {@return the rows of a query, each as its columns' text joined by {@code |}; a null is an empty text} */
    public List<String> query(String sql) {
        try (Connection connection = connect()) {
            return query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** As {@link #query(String)}, in a connection that is open already: a new one costs more than most queries. */
    static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String value = row.getString(i);
                    columns.add(value == null ? "" : value);
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}
