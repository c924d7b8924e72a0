package dev.belay.migrate;

import dev.belay.script.Statement;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Sends one statement to the server, with its COPY data if it has such, and waits for its end. */
public final class StatementSender {

    private StatementSender() {}

    /**
     * Sends it; result rows are read to the end and dropped.
     *
     * @param seconds after which the client cancels it; 0 for never
     * @return the first of the server's messages
     */
    public static Optional<SQLWarning> send(Connection connection, Statement statement, int seconds)
            throws SQLException {
        if (statement.copyData().isPresent()) {
            copy(connection, statement);
            return Optional.empty();
        }
        try (var jdbc = connection.createStatement()) {
            // braces are JSON in a migration, never JDBC escapes
            jdbc.setEscapeProcessing(false);
            jdbc.setQueryTimeout(seconds);
            jdbc.execute(statement.sql());
            return Optional.ofNullable(jdbc.getWarnings());
        }
    }

    private static void copy(Connection connection, Statement statement) throws SQLException {
        try (var data = new StringReader(statement.copyData().orElseThrow())) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement.sql(), data);
        } catch (IOException e) {
            throw new PSQLException(e.getMessage(), PSQLState.IO_ERROR, e);
        }
    }
}
