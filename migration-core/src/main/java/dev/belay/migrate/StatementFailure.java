package dev.belay.migrate;

import dev.belay.postgres.PassingTrouble;
import dev.belay.script.Position;
import dev.belay.script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that the server refused.
 *
 * @param script the script it is in
 * @param statement the statement
 * @param cause what the server said
 */
record StatementFailure(PreparedScript script, Statement statement, SQLException cause) {

    private static final String ACTIVE_TRANSACTION = "25001";

    /** {@return {@code V7__x.sql:3:12: message (SQLSTATE 42P01)}, at the character that the server names if it does} */
    String headline() {
        return location() + ": " + message().withState();
    }

    /** {@return {@code V7__x.sql:3:12}} */
    String location() {
        return script.file().script() + ":" + place();
    }

    /** {@return the statement, and the server's detail, hint and context, one line each} */
    List<String> details() {
        var lines = new ArrayList<String>();
        statement.source().lines().limit(12).forEach(lines::add);
        lines.addAll(message().additions());
        return lines;
    }

    /** {@return what happened to the connection rather than to the statement} */
    boolean connectionLost() {
        String state = cause.getSQLState();
        return state != null && PassingTrouble.isOfTheConnection(state);
    }

    /** {@return whether the server would take the statement outside a transaction} */
    boolean refusedInTransaction() {
        return script.inTransaction() && ACTIVE_TRANSACTION.equals(cause.getSQLState());
    }

    private Position place() {
        return message()
                .position()
                .map(position -> script.parsed().place(statement, position))
                .orElse(statement.span().start());
    }

    private ServerMessage message() {
        return new ServerMessage(cause);
    }
}
