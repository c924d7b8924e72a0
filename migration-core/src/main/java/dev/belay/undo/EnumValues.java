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
import java.util.LinkedHashSet;
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

    /** {@return one for each enum that was there before the script and got values; names that values got go back before} */
    List<Renaming> taken(List<Statement> script, List<StatementKind> kinds) {
        Map<String, List<String>> forward = new LinkedHashMap<>();
        Map<String, List<String>> names = new LinkedHashMap<>();
        var grown = new LinkedHashSet<String>();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) instanceof StatementKind.AddEnumValue value) {
                String type = SqlName.of(value.type());
                grown.add(type);
                add(forward, type, script.get(i).sql());
            } else if (kinds.get(i) instanceof StatementKind.RenameEnumValue value) {
                String type = SqlName.of(value.type());
                add(forward, type, script.get(i).sql());
                names.computeIfAbsent(type, key -> new ArrayList<>())
                        .add(0, Renamings.of(value).undo());
            }
        }
        var taken = new ArrayList<Renaming>();
        try (Connection connection = session.open()) {
            for (String type : grown) {
                List<String> back = new ArrayList<>(names.getOrDefault(type, List.of()));
                Optional<String> anew = anew(connection, type);
                anew.ifPresent(back::add);
                if (anew.isPresent()) {
                    taken.add(new Renaming(String.join(";\n\n", back), String.join(";\n", forward.get(type))));
                }
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
        return taken;
    }

    private static void add(Map<String, List<String>> statements, String type, String sql) {
        statements.computeIfAbsent(type, key -> new ArrayList<>()).add(sql);
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
