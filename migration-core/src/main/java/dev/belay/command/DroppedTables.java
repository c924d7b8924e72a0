package dev.belay.command;

import dev.belay.backup.TableCounters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many rows were ever written to tables that a run's own scripts have dropped, so that a restore need not take them
 * for written. That is known only while the transaction that dropped one is open, and only when every other session has
 * told the server of what it wrote: on 15 and later one does at the latest ten seconds after it became idle
 * (PGSTAT_IDLE_INTERVAL in pgstat.c), on 14 when it ends.
 */
final class DroppedTables {

    private static final String THERE = "SELECT c.oid::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence <> 't'"
            + " AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    /** Within a transaction statistics are as they were when they were first asked for. */
    private static final String FRESH = "SELECT pg_catalog.pg_stat_clear_snapshot()";

    private static final String UNTOLD = "SELECT count(*) FROM pg_catalog.pg_stat_activity"
            + " WHERE datname = current_database() AND usesysid IS NOT NULL AND application_name NOT LIKE 'belay %'"
            + " AND coalesce(backend_type, '') <> 'parallel worker'"
            + " AND (current_setting('server_version_num')::int < 150000 OR state IS DISTINCT FROM 'idle'"
            + "      OR state_change IS NULL OR state_change > clock_timestamp() - interval '11 s')";

    private static final String WRITTEN = "SELECT pg_stat_get_tuples_inserted(%1$d::oid)"
            + " + pg_stat_get_tuples_updated(%1$d::oid) + pg_stat_get_tuples_deleted(%1$d::oid)";

    private final Map<Long, Long> written = new HashMap<>();
    private Set<Long> there = Set.of();

    /** A transaction begins. */
    void begin(Connection connection) throws SQLException {
        there = numbers(connection, THERE);
    }

    /**
     * A statement has been carried out that may have dropped tables.
     *
     * @param own what this session had written to each, and not told the server of yet
     */
    void after(Connection connection, Map<Long, Long> own) throws SQLException {
        Set<Long> now = numbers(connection, THERE);
        Set<Long> gone = new HashSet<>(there);
        gone.removeAll(now);
        there = now;
        if (gone.isEmpty()) {
            return;
        }
        numbers(connection, FRESH);
        if (number(connection, UNTOLD).orElse(1L) > 0) {
            return;
        }
        TableCounters.settle(connection);
        numbers(connection, FRESH);
        for (Long table : gone) {
            Optional<Long> told = number(connection, WRITTEN.formatted(table));
            told.ifPresent(rows -> written.put(table, rows + own.getOrDefault(table, 0L)));
        }
    }

    /** {@return how many rows were ever written to those of which that is known, the run's own included} */
    Map<Long, Long> written() {
        return Map.copyOf(written);
    }

    private static Set<Long> numbers(Connection connection, String query) throws SQLException {
        Set<Long> numbers = new HashSet<>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            while (row.next()) {
                String text = row.getString(1);
                if (text != null && !text.isEmpty()) {
                    numbers.add(Long.valueOf(text));
                }
            }
        }
        return numbers;
    }

    private static Optional<Long> number(Connection connection, String query) throws SQLException {
        return numbers(connection, query).stream().findFirst();
    }
}
