package dev.belay.undo;

import dev.belay.difference.EnumAnew;
import dev.belay.difference.ScratchSession;
import dev.belay.rule.SqlName;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes back values that a script adds to an enum. PostgreSQL drops none, so that the type is made anew and its columns
 * are changed to it, in place; where a row holds such a value, that fails and nothing is changed.
 *
 * @param session into a database where the script has just run
 * @param before the schema before it
 */
record EnumValues(ScratchSession session, SchemaSnapshot before) {

    private static final String IDENTITY = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname)
              FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
             WHERE t.oid = to_regtype(?)
            """;

    /** {@return one for each enum that was there before the script} */
    List<Renaming> taken(List<Statement> script, List<StatementKind> kinds) {
        Map<String, List<String>> forward = new LinkedHashMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) instanceof StatementKind.AddEnumValue value) {
                forward.computeIfAbsent(SqlName.of(value.type()), type -> new ArrayList<>())
                        .add(script.get(i).sql());
            }
        }
        var taken = new ArrayList<Renaming>();
        try (Connection connection = session.open()) {
            for (var entry : forward.entrySet()) {
                anew(connection, entry.getKey())
                        .ifPresent(undo -> taken.add(new Renaming(undo, String.join(";\n", entry.getValue()))));
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
        return taken;
    }

    private Optional<String> anew(Connection connection, String type) throws SQLException {
        try (var query = connection.prepareStatement(IDENTITY)) {
            query.setString(1, type);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Optional<EnumAnew> former = EnumAnew.of(before, row.getString(1));
                return former.isPresent()
                        ? Optional.of(String.join(";\n\n", former.get().statements(connection)))
                        : Optional.empty();
            }
        }
    }
}
