package dev.belay.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server said when it refused something.
 *
 * @param cause as the driver throws it
 */
record ServerMessage(SQLException cause) {

    /** {@return the message itself, on one line: it may quote the rest of a script} */
    String text() {
        String message = server().map(ServerErrorMessage::getMessage).orElse(String.valueOf(cause.getMessage()));
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** {@return the message with its SQLSTATE} */
    String withState() {
        return text() + " (SQLSTATE " + cause.getSQLState() + ")";
    }

    /** {@return the server's detail, hint and context, one line each} */
    List<String> additions() {
        var lines = new ArrayList<String>();
        server().ifPresent(server -> {
            add(lines, "DETAIL: ", server.getDetail());
            add(lines, "HINT: ", server.getHint());
            add(lines, "CONTEXT: ", server.getWhere());
        });
        return lines;
    }

    /** {@return the place in the statement that the server names, in characters from 1} */
    Optional<Integer> position() {
        return server().map(ServerErrorMessage::getPosition).filter(position -> position > 0);
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
