package dev.belay.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.script.Statement;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.ServerMessage;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server said while a statement ran: what our event triggers tell, its own debug messages about rows that are
 * read and copied (src/backend/commands/tablecmds.c and src/backend/catalog/index.c), and what it says to people.
 */
final class Messages {

    private static final String OURS = "belay-trace:";
    private static final Pattern REWRITES = Pattern.compile("rewriting table \"(.*)\"");
    private static final Pattern SCANS = Pattern.compile("verifying table \"(.*)\"");
    private static final Pattern BUILDS = Pattern.compile("building index \"(.*)\" on table \"(.*)\" .*");
    private static final Pattern VALIDATES = Pattern.compile("validating foreign key constraint \"(.*)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectChange> changes = new ArrayList<>();
    private final List<String> rewritten = new ArrayList<>();
    private final List<String> scanned = new ArrayList<>();
    private final List<String> built = new ArrayList<>();
    private final List<ServerMessage> told = new ArrayList<>();
    private boolean foreignKeyValidated;

    /** {@return what is in the chain of messages} */
    static Messages of(Optional<SQLWarning> first) {
        var messages = new Messages();
        for (SQLWarning warning = first.orElse(null); warning != null; warning = warning.getNextWarning()) {
            messages.read(warning);
        }
        return messages;
    }

    List<ObjectChange> changes() {
        return changes;
    }

    /** {@return tables without their schema, which the server does not say} */
    List<String> rewritten() {
        return rewritten;
    }

    /** As {@link #rewritten}. */
    List<String> scanned() {
        return scanned;
    }

    /** {@return tables of the indexes built, as {@link #rewritten}} */
    List<String> built() {
        return built;
    }

    boolean foreignKeyValidated() {
        return foreignKeyValidated;
    }

    /** {@return warnings and notices} */
    List<ServerMessage> told() {
        return told;
    }

    private void read(SQLWarning warning) {
        if (!(warning instanceof PSQLWarning server) || server.getServerErrorMessage() == null) {
            return;
        }
        ServerErrorMessage message = server.getServerErrorMessage();
        String text = String.valueOf(message.getMessage());
        if (text.startsWith(OURS)) {
            change(text.substring(OURS.length())).ifPresent(changes::add);
        } else if (String.valueOf(message.getSeverity()).startsWith("DEBUG")) {
            debug(text);
        } else {
            told.add(message(message, Optional.empty()));
        }
    }

    private void debug(String text) {
        add(REWRITES, 1, text, rewritten);
        add(SCANS, 1, text, scanned);
        add(BUILDS, 2, text, built);
        foreignKeyValidated |= VALIDATES.matcher(text).matches();
    }

    private static void add(Pattern pattern, int group, String text, List<String> to) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.matches()) {
            to.add(matcher.group(group));
        }
    }

    /** A script can say anything at level INFO; what is not ours is passed over. */
    private static Optional<ObjectChange> change(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return Optional.of(new ObjectChange(
                    ObjectChange.Action.valueOf(node.path("action").asText()),
                    node.path("type").asText(),
                    node.path("identity").asText(),
                    node.path("original").asBoolean()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@return the server's error, with its place in the statement} */
    static ServerMessage error(SQLException e, Statement statement) {
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            ServerErrorMessage message = postgres.getServerErrorMessage();
            int position = message.getPosition();
            return message(message, position > 0 ? Optional.of(offset(statement.sql(), position)) : Optional.empty());
        }
        return new ServerMessage(
                "ERROR",
                Optional.ofNullable(e.getSQLState()).orElse(""),
                String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The server counts characters from 1. */
    private static int offset(String sql, int position) {
        int last = sql.codePointCount(0, sql.length());
        return sql.offsetByCodePoints(0, Math.min(position - 1, last));
    }

    private static ServerMessage message(ServerErrorMessage message, Optional<Integer> position) {
        return new ServerMessage(
                String.valueOf(message.getSeverity()),
                String.valueOf(message.getSQLState()),
                String.valueOf(message.getMessage()),
                Optional.ofNullable(message.getDetail()),
                Optional.ofNullable(message.getHint()),
                position);
    }
}
