package dev.belay.backup;

import dev.belay.backup.Rows.Row;
import dev.belay.postgres.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much is in each table, and how many rows were ever written to it ({@code pg_stat_all_tables}, monitoring-stats).
 * The counters lag behind a session's commits by up to a second, and are complete when it has ended; rows that were
 * rolled back count too.
 *
 * @param counting whether the server counts at all ({@code track_counts})
 * @param statsReset when the database's counters last began anew; empty when they never did
 * @param transactions how many there were; fewer than before means that a crash has begun the counters anew
 * @param tables of all schemas but the system's, and {@code pg_largeobject}; without partitioned tables, whose rows are in
 *     their partitions
 */
public record TableCounters(boolean counting, Optional<Instant> statsReset, long transactions, List<Table> tables) {

    private static final String DATABASE = """
            SELECT extract(epoch FROM stats_reset)::text AS reset, xact_commit + xact_rollback AS transactions,
                   current_setting('track_counts')::bool AS counting
            FROM pg_stat_database WHERE datname = current_database()
            """;

    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.oid::bigint AS oid, c.reltuples::bigint AS rows,
                   pg_total_relation_size(c.oid) AS bytes,
                   pg_stat_get_tuples_inserted(c.oid) AS inserted,
                   pg_stat_get_tuples_updated(c.oid) AS updated,
                   pg_stat_get_tuples_deleted(c.oid) AS deleted
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
              AND n.nspname NOT LIKE 'pg\\_temp%' OR c.oid = 'pg_largeobject'::regclass
            ORDER BY 1, 2
            """;

    private static final Duration COLLECTED = Duration.ofSeconds(1);

    public TableCounters {
        tables = List.copyOf(tables);
    }

    /**
     * One table.
     *
     * @param schema its schema
     * @param table its name
     * @param oid its number in {@code pg_class}; another after a restore
     * @param rows the planner's estimate; -1 when nobody has counted yet
     * @param bytes with indexes and TOAST
     * @param inserted rows ever inserted since the counters began; the next two likewise
     * @param updated rows
     * @param deleted rows
     */
    public record Table(
            String schema, String table, long oid, long rows, long bytes, long inserted, long updated, long deleted) {

        /** {@return {@code schema.table}, for people} */
        public String name() {
            return schema + "." + table;
        }

        /** {@return rows ever written} */
        long written() {
            return inserted + updated + deleted;
        }
    }

    /**
     * Waits until the counters have all that sessions have written which have ended. Up to 14 they come by messages, and a
     * backend takes what is half a second old (PGSTAT_STAT_INTERVAL in pgstat.c); later ones share their memory.
     */
    public static void settle(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < 15) {
            Pause.of(COLLECTED);
        }
    }

    /** {@return those of the database that the session is connected to, as they are now} */
    public static TableCounters read(Connection connection) throws SQLException {
        List<Table> tables = Rows.of(connection, TABLES, TableCounters::table);
        return Rows.of(
                        connection,
                        DATABASE,
                        row -> new TableCounters(
                                row.holds("counting"),
                                row.text("reset").map(TableCounters::instant),
                                row.number("transactions"),
                                tables))
                .get(0);
    }

    private static Instant instant(String seconds) {
        return Instant.ofEpochMilli(Math.round(Double.parseDouble(seconds) * 1000));
    }

    private static Table table(Row row) throws SQLException {
        return new Table(
                row.string("nspname"),
                row.string("relname"),
                row.number("oid"),
                row.number("rows"),
                row.number("bytes"),
                row.number("inserted"),
                row.number("updated"),
                row.number("deleted"));
    }
}
