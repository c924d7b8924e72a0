package dev.belay.undo;

import dev.belay.rule.SqlName;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes back values that a script adds to an enum. PostgreSQL drops none, so that the type is made anew and its columns
 * are changed to it, in place; where a row holds such a value, that fails and nothing is changed.
 *
 * @param session into a database where the script has just run
 * @param before the schema before it
 */
record EnumValues(ScratchSession session, SchemaSnapshot before) {

    private static final String ENUM = "enum\n";

    private static final String COLUMNS = """
            SELECT c.oid::regclass, quote_ident(a.attname), pg_get_expr(d.adbin, d.adrelid), a.atttypid <> t.oid
              FROM pg_catalog.pg_type t
              JOIN pg_catalog.pg_attribute a ON a.atttypid IN (t.oid, nullif(t.typarray, 0))
                   AND NOT a.attisdropped AND a.attinhcount = 0
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
             WHERE t.oid = to_regtype(?)
             ORDER BY c.oid, a.attnum
            """;

    private static final String IDENTITY = """
            SELECT quote_ident(n.nspname), quote_ident(t.typname)
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
                String schema = row.getString(1);
                String name = row.getString(2);
                Optional<String> labels = Optional.ofNullable(
                                before.objects().get(new ObjectId("type", schema + "." + name)))
                        .map(SchemaObject::definition)
                        .filter(definition -> definition.startsWith(ENUM))
                        .map(definition -> definition.substring(ENUM.length()));
                return labels.isPresent()
                        ? Optional.of(anew(connection, schema, name, labels.get()))
                        : Optional.empty();
            }
        }
    }

    private static String anew(Connection connection, String schema, String name, String labels) throws SQLException {
        String type = schema + "." + name;
        String former = name.startsWith("\"") ? name.substring(0, name.length() - 1) + "_undone\"" : name + "_undone";
        var statements = new ArrayList<String>();
        statements.add(
                "-- A value cannot be dropped. Where a row holds it this fails, and nothing is changed.\nALTER TYPE "
                        + type + " RENAME TO " + former);
        statements.add("CREATE TYPE " + type + " AS ENUM ("
                + Arrays.stream(labels.split("\n")).collect(Collectors.joining(", ")) + ")");
        try (var query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, type);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String array = row.getBoolean(4) ? "[]" : "";
                    String column = "ALTER TABLE " + row.getString(1) + " ALTER COLUMN " + row.getString(2);
                    Optional<String> value = Optional.ofNullable(row.getString(3));
                    value.ifPresent(it -> statements.add(column + " DROP DEFAULT"));
                    statements.add(column + " TYPE " + type + array + " USING " + row.getString(2) + "::text" + array
                            + "::" + type + array);
                    value.ifPresent(it -> statements.add(column + " SET DEFAULT " + it));
                }
            }
        }
        statements.add("DROP TYPE " + schema + "." + former);
        return String.join(";\n\n", statements);
    }
}
