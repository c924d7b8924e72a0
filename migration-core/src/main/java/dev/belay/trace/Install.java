package dev.belay.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** What a database needs so that statements in it can be observed. */
final class Install {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private Install() {}

    /** {@return the statements; running them again changes nothing} */
    static String sql() {
        try (var in = Install.class.getResourceAsStream("install.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Installs it. A role that may not create event triggers, as on a managed server, goes without: what statements
     * created and dropped is then not seen, their locks and rewrites are.
     */
    static void run(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql());
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
