package dev.belay.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes an enum anew and changes its columns to it, in place. PostgreSQL drops no values and does not move them (ALTER
 * TYPE in its manual).
 */
public final class EnumAnew {

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

    private EnumAnew() {}

    /**
     * {@return the statements, without semicolons} Where a row holds a value that is not among the new ones, they fail, and
     * change nothing.
     *
     * @param connection into a database that has the type
     * @param schema quoted where needed
     * @param name quoted where needed
     * @param labels the values that it is to have, as string literals
     */
    public static List<String> statements(Connection connection, String schema, String name, List<String> labels)
            throws SQLException {
        String type = schema + "." + name;
        String former = name.startsWith("\"") ? name.substring(0, name.length() - 1) + "_former\"" : name + "_former";
        var statements = new ArrayList<String>();
        statements.add(
                "-- A value cannot be dropped. Where a row holds it this fails, and nothing is changed.\nALTER TYPE "
                        + type + " RENAME TO " + former);
        statements.add("CREATE TYPE " + type + " AS ENUM (" + String.join(", ", labels) + ")");
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
        return statements;
    }
}
