package dev.belay.undo;

import dev.belay.difference.ScratchSession;
import dev.belay.migrate.PreparedScript;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where sequences stood before a versioned script. An undo script leaves them where they are: numbers may have been given
 * from there on.
 *
 * @param before their last values by name
 */
record MovedSequences(Map<String, String> before) {

    private static final String SEQUENCES = """
            SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value::text, '')
              FROM pg_catalog.pg_sequences
            """;

    static MovedSequences read(Connection connection) throws SQLException {
        var sequences = new TreeMap<String, String>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SEQUENCES)) {
            while (row.next()) {
                sequences.put(row.getString(1), row.getString(2));
            }
        }
        return new MovedSequences(sequences);
    }

    /** {@return what is left, for people; empty where the script sets none that was there before} */
    Optional<String> left(ScratchSession session, PreparedScript script) {
        boolean sets = script.statements().stream()
                .map(statement -> statement.sql().toLowerCase(Locale.ROOT))
                .anyMatch(sql -> sql.contains("setval") || sql.contains("restart"));
        if (!sets) {
            return Optional.empty();
        }
        try (Connection connection = session.open()) {
            Map<String, String> after = read(connection).before();
            List<String> moved = before.keySet().stream()
                    .filter(name -> after.containsKey(name) && !after.get(name).equals(before.get(name)))
                    .toList();
            return moved.isEmpty()
                    ? Optional.empty()
                    : Optional.of("Where sequences stand: "
                            + script.file().name().fileName() + " sets " + String.join(", ", moved)
                            + " with setval or RESTART, and the undo script leaves it there, since numbers may have been"
                            + " given from there on. They have a gap then.");
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }
}
