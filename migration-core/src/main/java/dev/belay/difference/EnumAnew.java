package dev.belay.difference;

import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes an enum anew and changes its columns to it, in place. PostgreSQL drops no values and does not move them (ALTER
 * TYPE in its manual); to a comparison of schemas such a type goes with all columns of it, and comes anew.
 *
 * @param schema quoted where needed
 * @param name quoted where needed
 * @param labels the values that it is to have, as string literals
 */
public record EnumAnew(String schema, String name, List<String> labels) {

    private static final String ENUM = "enum\n";

    private static final Pattern IDENTITY = Pattern.compile("(\"(?:[^\"]|\"\")+\"|[^.\"]+)\\.(.+)");

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

    /** Those that stand on others come first. */
    private static final String VIEWS = """
            WITH RECURSIVE uses AS (
                SELECT r.ev_class AS view, d.refobjid AS of, d.refobjsubid AS part
                  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
                 WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                   AND r.ev_class <> d.refobjid),
            found (view, depth) AS (
                SELECT u.view, 1
                  FROM pg_catalog.pg_type t
                  JOIN pg_catalog.pg_attribute a ON a.atttypid IN (t.oid, nullif(t.typarray, 0)) AND NOT a.attisdropped
                  JOIN uses u ON u.of = a.attrelid AND u.part = a.attnum
                 WHERE t.oid = to_regtype(?)
                UNION
                SELECT u.view, f.depth + 1 FROM found f JOIN uses u ON u.of = f.view)
            SELECT CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END || 'VIEW ' || c.oid::regclass
              FROM found JOIN pg_catalog.pg_class c ON c.oid = view AND c.relkind IN ('v', 'm')
             GROUP BY c.oid, c.relkind ORDER BY max(depth) DESC, c.oid
            """;

    public EnumAnew {
        labels = List.copyOf(labels);
    }

    /** {@return the enum with the values that it has in a schema; empty when there is none} */
    public static Optional<EnumAnew> of(SchemaSnapshot snapshot, String identity) {
        Matcher names = IDENTITY.matcher(identity);
        List<String> labels = labels(Optional.ofNullable(snapshot.objects().get(new ObjectId("type", identity))));
        return names.matches() && !labels.isEmpty()
                ? Optional.of(new EnumAnew(names.group(1), names.group(2), labels))
                : Optional.empty();
    }

    /** {@return the enums that lose values on the way from one schema to the other, or have them in another order} */
    public static List<EnumAnew> between(SchemaSnapshot from, SchemaSnapshot to) {
        return from.objects().entrySet().stream()
                .filter(type -> type.getKey().type().equals("type"))
                .flatMap(type -> of(to, type.getKey().identity()).stream().filter(after -> {
                    List<String> before = labels(Optional.of(type.getValue()));
                    return !before.isEmpty() && !isWithin(before, after.labels);
                }))
                .toList();
    }

    private static List<String> labels(Optional<SchemaObject> type) {
        return type.map(SchemaObject::definition)
                .filter(definition -> definition.startsWith(ENUM))
                .map(definition ->
                        Arrays.asList(definition.substring(ENUM.length()).split("\n")))
                .orElse(List.of());
    }

    /** New values can be put anywhere between those that are there. */
    private static boolean isWithin(List<String> before, List<String> after) {
        Iterator<String> rest = after.iterator();
        return before.stream().allMatch(label -> {
            while (rest.hasNext()) {
                if (rest.next().equals(label)) {
                    return true;
                }
            }
            return false;
        });
    }

    /**
     * {@return the statements, without semicolons} Where a row holds a value that is not among the new ones, they fail, and
     * change nothing.
     *
     * @param connection into a database that has the type
     */
    public List<String> statements(Connection connection) throws SQLException {
        var statements = new ArrayList<String>();
        String former = FormerName.of(name);
        statements.add(
                "-- A value cannot be dropped. Where a row holds it this fails, and nothing is changed.\nALTER TYPE "
                        + type() + " RENAME TO " + former);
        statements.add("CREATE TYPE " + type() + " AS ENUM (" + String.join(", ", labels) + ")");
        try (var query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, type());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    statements.addAll(changed(
                            "ALTER TABLE " + row.getString(1),
                            row.getString(2),
                            Optional.ofNullable(row.getString(3)),
                            type() + (row.getBoolean(4) ? "[]" : "")));
                }
            }
        }
        statements.add("DROP TYPE " + schema + "." + former);
        return statements;
    }

    /** {@return the same behind those that drop the views of its columns, which forbid the change; they are not made again} */
    public List<String> statementsWithoutViews(Connection connection) throws SQLException {
        var drops = new ArrayList<String>();
        try (var query = connection.prepareStatement(VIEWS)) {
            query.setString(1, type());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    drops.add("DROP " + row.getString(1));
                }
            }
        }
        return Stream.concat(drops.stream(), statements(connection).stream()).toList();
    }

    /** {@return schema and name, not quoted} */
    public String plainName() {
        return FormerName.bare(schema) + "." + FormerName.bare(name);
    }

    private String type() {
        return schema + "." + name;
    }

    private static List<String> changed(String table, String column, Optional<String> value, String type) {
        String alter = table + " ALTER COLUMN " + column;
        var statements = new ArrayList<String>();
        value.ifPresent(it -> statements.add(alter + " DROP DEFAULT"));
        statements.add(alter + " TYPE " + type + " USING " + column + "::text" + (type.endsWith("[]") ? "[]" : "")
                + "::" + type);
        value.ifPresent(it -> statements.add(alter + " SET DEFAULT " + it));
        return statements;
    }
}
