package dev.belay.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a database holds, as text to compare: its catalogue and all its rows. */
public final class Snapshot {

    private static final String SCHEMAS = "(SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_'"
            + " AND nspname <> 'information_schema' AND nspname <> ALL ('{%s}'))";

    /** One query for each kind of object; {@code %1$s} stands for the schemas. */
    private static final List<String> OBJECTS = List.of(
            "SELECT format('schema %%I owner %%s acl %%s', nspname, nspowner::regrole, nspacl)"
                    + " FROM pg_namespace WHERE oid IN %1$s",
            "SELECT format('relation %%s %%s owner %%s %%s rls %%s %%s options %%s acl %%s partition of %%s', relkind,"
                    + " oid::regclass, relowner::regrole, relpersistence, relrowsecurity, relhasrules, reloptions,"
                    + " relacl, (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid))"
                    + " FROM pg_class c WHERE relnamespace IN %1$s",
            "SELECT format('column %%s %%s %%I %%s not null %%s default %%s identity %%s generated %%s', c.oid::regclass,"
                    + " attnum, attname, format_type(atttypid, atttypmod), attnotnull,"
                    + " pg_get_expr(adbin, adrelid), attidentity, attgenerated)"
                    + " FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid"
                    + " LEFT JOIN pg_attrdef d ON adrelid = c.oid AND adnum = attnum"
                    + " WHERE relnamespace IN %1$s AND attnum > 0 AND NOT attisdropped",
            "SELECT format('constraint %%s %%I %%s %%s', conrelid::regclass, conname, pg_get_constraintdef(oid),"
                    + " convalidated) FROM pg_constraint WHERE connamespace IN %1$s",
            "SELECT format('index %%s valid %%s', pg_get_indexdef(indexrelid), indisvalid)"
                    + " FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace IN %1$s",
            "SELECT format('function %%s', pg_get_functiondef(oid)) FROM pg_proc"
                    + " WHERE pronamespace IN %1$s AND prokind IN ('f', 'p')",
            "SELECT format('view %%s %%s', oid::regclass, pg_get_viewdef(oid)) FROM pg_class"
                    + " WHERE relkind IN ('v', 'm') AND relnamespace IN %1$s",
            "SELECT format('trigger %%s', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
                    + " WHERE relnamespace IN %1$s AND NOT tgisinternal",
            "SELECT format('enum %%s %%s', t.oid::regtype, string_agg(enumlabel, ',' ORDER BY enumsortorder))"
                    + " FROM pg_type t JOIN pg_enum ON enumtypid = t.oid WHERE typnamespace IN %1$s GROUP BY t.oid",
            "SELECT format('sequence %%s %%s', (quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass,"
                    + " last_value) FROM pg_sequences WHERE schemaname IN"
                    + " (SELECT nspname FROM pg_namespace WHERE oid IN %1$s)",
            "SELECT format('comment %%s: %%s', (pg_identify_object(classoid, objoid, objsubid)).identity, description)"
                    + " FROM pg_description d JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass"
                    + " WHERE relnamespace IN %1$s",
            "SELECT format('setting %%s %%s', setrole, setconfig) FROM pg_db_role_setting"
                    + " WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())");

    private Snapshot() {}

    /** {@return everything, the schema {@code belay} included: equal only when nothing was touched} */
    public static List<String> everything(TestDatabase database) {
        return read(database, connection -> sorted(of(connection, "")));
    }

    /** {@return everything but what is Belay's own} */
    public static List<String> withoutBelay(TestDatabase database) {
        return read(database, connection -> sorted(of(connection, "belay")));
    }

    /**
     * What is the same in two databases to which the same scripts were applied: neither what is Belay's own, nor the
     * times, durations and users of the history.
     *
     * @param history the history table, as it is to be written in SQL
     */
    public static List<String> likeness(TestDatabase database, String history) {
        return read(database, connection -> {
            List<String> lines = of(connection, "belay", history);
            TestDatabase.query(
                            connection,
                            "SELECT installed_rank, version, description, type, script, checksum, success FROM "
                                    + history)
                    .forEach(row -> lines.add("history " + row));
            return sorted(lines.stream()
                    .map(line -> line.replace(database.name(), "<database>"))
                    .toList());
        });
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static List<String> of(Connection connection, String without, String... notRead) throws SQLException {
        String schemas = SCHEMAS.formatted(without);
        String objects =
                OBJECTS.stream().map(query -> query.formatted(schemas)).collect(Collectors.joining(" UNION ALL "));
        List<String> lines = new ArrayList<>(TestDatabase.query(connection, objects));
        List<String> tables = new ArrayList<>(TestDatabase.query(
                connection,
                "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace IN " + schemas));
        for (String table : notRead) {
            tables.removeAll(TestDatabase.query(connection, "SELECT '" + table.replace("'", "''") + "'::regclass"));
        }
        for (String table : tables) {
            TestDatabase.query(connection, "SELECT * FROM " + table)
                    .forEach(row -> lines.add("row " + table + " " + row));
        }
        return lines;
    }

    private static List<String> read(TestDatabase database, Reading reading) {
        try (Connection connection = database.connect()) {
            return reading.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        List<String> read(Connection connection) throws SQLException;
    }
}
