package dev.belay.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What repeatable scripts make, at one moment: views, functions, triggers, rules, policies, types.
 *
 * @param names the name, without schema, of each object by what tells it from all others
 */
record DroppableObjects(Map<String, String> names) {

    static final DroppableObjects NONE = new DroppableObjects(Map.of());

    private static final String QUERY = """
            WITH ns AS (SELECT oid, nspname FROM pg_catalog.pg_namespace
                         WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'belay'))
            SELECT 'class ' || nspname || '.' || relname, relname
              FROM pg_catalog.pg_class c JOIN ns ON ns.oid = c.relnamespace WHERE relkind IN ('v', 'm')
            UNION ALL
            SELECT 'routine ' || nspname || '.' || proname || ' ' || proargtypes::text, proname
              FROM pg_catalog.pg_proc p JOIN ns ON ns.oid = p.pronamespace
            UNION ALL
            SELECT 'trigger ' || tgrelid || ' ' || tgname, tgname FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
            UNION ALL
            SELECT 'rule ' || ev_class || ' ' || rulename, rulename
              FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384
            UNION ALL
            SELECT 'policy ' || polrelid || ' ' || polname, polname FROM pg_catalog.pg_policy
            UNION ALL
            SELECT 'type ' || nspname || '.' || typname, typname
              FROM pg_catalog.pg_type t JOIN ns ON ns.oid = t.typnamespace
             WHERE typtype IN ('d', 'e', 'r')
            """;

    static DroppableObjects read(Connection connection) throws SQLException {
        var names = new HashMap<String, String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                names.put(row.getString(1), row.getString(2));
            }
        }
        return new DroppableObjects(names);
    }

    /** {@return the names of those that are not there any more} */
    Set<String> goneIn(DroppableObjects now) {
        return names.entrySet().stream()
                .filter(object -> !now.names.containsKey(object.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** {@return whether a text has one of these names in it} */
    static Predicate<String> naming(Set<String> names) {
        if (names.isEmpty()) {
            return text -> false;
        }
        Pattern words = Pattern.compile(
                "(?<![\\w$])(" + names.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?![\\w$])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return text -> words.matcher(text).find();
    }
}
