package dev.belay.migrate;

import dev.belay.script.Position;
import dev.belay.script.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A statement that the server refused.
 *
 * @param script the script it is in
 * @param statement the statement
 * @param cause what the server said
 */
record StatementFailure(PreparedScript script, Statement statement, SQLException cause) {

    /** {@return {@code V7__x.sql:3:12: message (SQLSTATE 42P01)}, at the character that the server names if it does} */
    String headline() {
        return script.file().script() + ":" + place() + ": " + message() + " (SQLSTATE " + cause.getSQLState() + ")";
    }

    /** {@return the statement, and the server's detail, hint and context, one line each} */
    List<String> details() {
        var lines = new java.util.ArrayList<String>();
        statement.source().lines().limit(12).forEach(lines::add);
        server().ifPresent(server -> {
            add(lines, "DETAIL: ", server.getDetail());
            add(lines, "HINT: ", server.getHint());
            add(lines, "CONTEXT: ", server.getWhere());
        });
        return lines;
    }

    /** {@return what happened to the connection rather than to the statement} */
    boolean connectionLost() {
        String state = cause.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    private Position place() {
        return server().map(ServerErrorMessage::getPosition)
                .filter(position -> position > 0)
                .map(position -> script.parsed().place(statement, position))
                .orElse(statement.span().start());
    }

    private String message() {
        return server().map(ServerErrorMessage::getMessage).orElse(cause.getMessage());
    }

    private Optional<ServerErrorMessage> server() {
        return cause instanceof PSQLException psql
                ? Optional.ofNullable(psql.getServerErrorMessage())
                : Optional.empty();
    }

    private static void add(List<String> lines, String label, String text) {
        if (text != null) {
            text.lines().limit(4).forEach(line -> lines.add(label + line));
        }
    }
}
