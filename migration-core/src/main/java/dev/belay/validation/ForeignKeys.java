package dev.belay.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether foreign keys hold. The server does not look again once they are valid, and rows that came in while triggers
 * were switched off ({@code session_replication_role}, {@code DISABLE TRIGGER ALL}, COPY of a restore) may violate them.
 *
 * @param violated those with a row that has no parent
 * @param notChecked those for which the time was too short
 */
public record ForeignKeys(List<String> violated, List<String> notChecked) {

    private static final String QUERY_CANCELED = "57014";

    /**
     * One query for each validated key of an ordinary table, which stops at the first orphan. With MATCH SIMPLE a row
     * with a null in any column is none, with MATCH FULL one with nulls in all (PostgreSQL manual, CREATE TABLE). Keys of
     * partitions that come from the parent's are looked at with that.
     */
    private static final String KEYS = """
            SELECT format('%I on %s', k.conname, k.conrelid::regclass),
                   format('SELECT 1 FROM ONLY %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s) LIMIT 1',
                   k.conrelid::regclass,
                   CASE k.confmatchtype WHEN 'f' THEN '(' || string_agg(format('c.%I IS NOT NULL', a.attname), ' OR ') || ')'
                        ELSE string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') END,
                   k.confrelid::regclass,
                   string_agg(format('p.%I OPERATOR(%I.%s) c.%I', r.attname, n.nspname, o.oprname, a.attname), ' AND '))
              FROM pg_constraint k
              CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) AS u(local, foreign_column, operator)
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.local
              JOIN pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = u.foreign_column
              JOIN pg_operator o ON o.oid = u.operator JOIN pg_namespace n ON n.oid = o.oprnamespace
              JOIN pg_class t ON t.oid = k.conrelid
             WHERE k.contype = 'f' AND k.convalidated AND t.relkind = 'r'
             GROUP BY k.oid, k.conname, k.conrelid, k.confrelid, k.confmatchtype
             ORDER BY 1
            """;

    public ForeignKeys {
        violated = List.copyOf(violated);
        notChecked = List.copyOf(notChecked);
    }

    /**
     * Looks, reading only.
     *
     * @param connection in auto-commit mode, and left so
     * @param budget for all of them together
     */
    public static ForeignKeys check(Connection connection, Duration budget) throws SQLException {
        long end = System.nanoTime() + budget.toNanos();
        var violated = new ArrayList<String>();
        var notChecked = new ArrayList<String>();
        for (Map.Entry<String, String> key : keys(connection).entrySet()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                notChecked.add(key.getKey());
                continue;
            }
            try {
                if (finds(connection, key.getValue(), left)) {
                    violated.add(key.getKey());
                }
            } catch (SQLException e) {
                if (!QUERY_CANCELED.equals(e.getSQLState())) {
                    throw e;
                }
                notChecked.add(key.getKey());
            }
        }
        return new ForeignKeys(violated, notChecked);
    }

    private static Map<String, String> keys(Connection connection) throws SQLException {
        Map<String, String> keys = new LinkedHashMap<>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(KEYS)) {
            while (row.next()) {
                keys.put(row.getString(1), row.getString(2));
            }
        }
        return keys;
    }

    private static boolean finds(Connection connection, String query, long millis) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + millis);
            try (var row = statement.executeQuery(query)) {
                return row.next();
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
