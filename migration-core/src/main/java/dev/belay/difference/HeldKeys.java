package dev.belay.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Foreign keys that hold a primary key, unique constraint or unique index which is dropped. To a comparison of schemas
 * such a foreign key is the same before and after; the server refuses to drop what it rests on (the manual, 5.15
 * Dependency Tracking). So it is dropped before that, and added again when all else is done.
 */
final class HeldKeys {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".,]+)";

    private static final String TABLE = "(" + NAME + "(?:\\." + NAME + ")?)";

    private static final Pattern CONSTRAINT =
            Pattern.compile("ALTER TABLE (?:ONLY )?" + TABLE + "\\s+DROP CONSTRAINT (?:IF EXISTS )?(" + NAME + ")\\s*");

    private static final Pattern CHANGE = Pattern.compile(
            "ALTER TABLE (?:ONLY )?" + TABLE + "\\s+ALTER CONSTRAINT (" + NAME + ")\\s.*", Pattern.DOTALL);

    private static final Pattern INDEX =
            Pattern.compile("DROP INDEX (?:CONCURRENTLY )?(?:IF EXISTS )?" + TABLE + "\\s*");

    private static final Pattern DROP_TABLE =
            Pattern.compile("DROP TABLE (?:IF EXISTS )?" + TABLE + "\\b.*", Pattern.DOTALL);

    private static final String HOLDERS = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(t.relname), quote_ident(f.conname), pg_get_constraintdef(f.oid)
              FROM pg_catalog.pg_constraint f
              JOIN pg_catalog.pg_class t ON t.oid = f.conrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
             WHERE f.contype = 'f' AND f.conparentid = 0 AND f.conindid = %s
             ORDER BY 1, 2
            """;

    private static final String OF_CONSTRAINT =
            HOLDERS.formatted("(SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.conrelid = to_regclass(?)"
                    + " AND quote_ident(k.conname) = ? AND k.contype IN ('p', 'u'))");

    private static final String OF_INDEX = HOLDERS.formatted("to_regclass(?)");

    /** A foreign key: its table and name as SQL needs them. */
    private record Holder(String table, String name, String definition) {

        boolean isDroppedBy(String sql) {
            Matcher drop = CONSTRAINT.matcher(sql);
            return drop.matches()
                    && drop.group(1).equals(table)
                    && drop.group(2).equals(name);
        }

        /** {@return whether the statement drops it, or its table} */
        boolean goesBy(String sql) {
            Matcher drop = DROP_TABLE.matcher(sql);
            return isDroppedBy(sql) || drop.matches() && drop.group(1).equals(table);
        }

        boolean isChangedBy(String sql) {
            Matcher change = CHANGE.matcher(sql);
            return change.matches()
                    && change.group(1).equals(table)
                    && change.group(2).equals(name);
        }

        String drop() {
            return "ALTER TABLE " + table + "\n\tDROP CONSTRAINT " + name;
        }

        String add() {
            return "ALTER TABLE " + table + "\n\tADD CONSTRAINT " + name + " " + definition;
        }
    }

    private HeldKeys() {}

    /**
     * {@return the statements in their order, with those foreign keys dropped and added again}
     *
     * @param statements without semicolons
     * @param connection into a database where they have not run
     */
    static List<String> freed(List<String> statements, Connection connection) throws SQLException {
        var rest = new ArrayList<>(statements);
        var freed = new ArrayList<String>();
        var again = new ArrayList<Holder>();
        while (!rest.isEmpty()) {
            String next = rest.remove(0);
            for (Holder holder : holders(connection, next)) {
                if (freed.stream().noneMatch(holder::goesBy)) {
                    freed.add(holder.drop());
                    boolean gone =
                            rest.removeIf(holder::isDroppedBy) || rest.stream().anyMatch(holder::goesBy);
                    if (!gone) {
                        again.add(holder);
                    }
                }
            }
            freed.add(next);
        }
        // what changes one of them, such as DEFERRABLE, finds it only when it is there again
        Predicate<String> changes = sql -> again.stream().anyMatch(holder -> holder.isChangedBy(sql));
        List<String> changed = freed.stream().filter(changes).toList();
        freed.removeIf(changes);
        again.forEach(holder -> freed.add(holder.add()));
        freed.addAll(changed);
        return freed;
    }

    private static List<Holder> holders(Connection connection, String sql) throws SQLException {
        Matcher constraint = CONSTRAINT.matcher(sql);
        if (constraint.matches()) {
            return holders(connection, OF_CONSTRAINT, constraint.group(1), constraint.group(2));
        }
        Matcher index = INDEX.matcher(sql);
        return index.matches() ? holders(connection, OF_INDEX, index.group(1)) : List.of();
    }

    private static List<Holder> holders(Connection connection, String query, String... names) throws SQLException {
        var holders = new ArrayList<Holder>();
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < names.length; i++) {
                statement.setString(i + 1, names[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    holders.add(new Holder(row.getString(1), row.getString(2), row.getString(3)));
                }
            }
        }
        return holders;
    }
}
