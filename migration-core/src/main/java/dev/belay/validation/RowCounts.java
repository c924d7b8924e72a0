package dev.belay.validation;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Alive;
import dev.belay.postgres.Rows;
import dev.belay.postgres.TableSize;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How many rows each table has, and how much was written to it so far. Two of one database, before and after a run, tell
 * whether a table that nobody wrote to has lost rows or got some.
 *
 * @param tables ordinary tables and partitions by name, each without its children; no temporary ones
 */
public record RowCounts(Map<QualifiedName, Count> tables) {

    /**
     * One table.
     *
     * @param rows how many it has
     * @param exact whether they were counted; else it is the planner's estimate
     * @param writes rows inserted, updated and deleted since the statistics began
     * @param file the number of its file, which TRUNCATE and every rewrite change
     */
    public record Count(long rows, boolean exact, long writes, long file) {

        private boolean untouchedSince(Count before) {
            return writes == before.writes && file == before.file;
        }
    }

    /**
     * From PostgreSQL 15 on a session tells of its writes at the latest ten seconds after it became idle
     * ({@code PGSTAT_IDLE_INTERVAL} in {@code pgstat.c}).
     */
    public static final Duration SETTLE = Duration.ofSeconds(11);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final String WRITES = """
            select n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                   coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0), c.relfilenode::bigint
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              left join pg_stat_all_tables s on s.relid = c.oid
             where c.relkind = 'r' and c.relpersistence <> 't'
               and n.nspname not in ('information_schema', 'belay') and n.nspname !~ '^pg_'
             order by c.relpages, 1, 2""";

    /** Up to PostgreSQL 14 an idle session may keep its last writes to itself until it works again. */
    private static final String MAY_BE_SILENT = """
            select current_setting('server_version_num')::int < 150000 and exists (
              select from pg_stat_activity a
               where a.datname = current_database() and a.pid <> pg_backend_pid() and a.usename is not null
                 and a.application_name not like 'belay %')""";

    /** What the catalogue and the statistics say of a table. */
    private record Table(QualifiedName name, String sql, long writes, long file) {}

    public RowCounts {
        tables = Map.copyOf(tables);
    }

    /**
     * Counts, with one query for each table that is small enough, smallest first; of the others, and of those that cannot
     * be read or come too late, the estimate is taken.
     *
     * @param connection in auto-commit mode, and left so
     * @param exactUpTo bytes up to which a table's rows are counted
     * @param budget for all of them together
     * @throws EnvironmentException when the server does not answer
     */
    public static RowCounts read(Connection connection, long exactUpTo, Duration budget) {
        long deadline = System.nanoTime() + budget.toNanos();
        Map<QualifiedName, TableSize> sizes =
                TableSizeQuery.read(connection).stream().collect(Collectors.toMap(TableSize::table, size -> size));
        var counts = new LinkedHashMap<QualifiedName, Count>();
        try {
            // what is written while it is counted makes the next reading's writes differ
            for (Table table : tables(connection)) {
                TableSize size = sizes.getOrDefault(table.name(), new TableSize(table.name(), 0, 0));
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                Count estimate = new Count(size.rows(), false, table.writes(), table.file());
                boolean counted = size.bytes() <= exactUpTo && !left.isNegative() && !left.isZero();
                counts.put(table.name(), counted ? exact(connection, table, estimate, left) : estimate);
            }
        } catch (SQLException e) {
            throw Reading.failed(e);
        }
        return new RowCounts(counts);
    }

    /**
     * Compares with an earlier reading of the same database. Where something is another than before, it waits until late
     * statistics must have come, and takes back what they explain.
     *
     * @param connection that of the readings, in auto-commit mode
     * @param before the earlier reading
     * @param touched tables that the run's scripts wrote to or rebuilt; left out
     * @param settle how long late statistics are waited for, usually {@link #SETTLE}; not at all when all is as before
     * @return a line for each table whose rows were counted both times, differ, and that nobody wrote to
     */
    public List<String> changedSince(
            RowCounts before, Set<QualifiedName> touched, Connection connection, Duration settle) {
        var changed = new TreeMap<String, QualifiedName>();
        tables.forEach((name, now) -> {
            Count then = before.tables.get(name);
            if (then != null
                    && !touched.contains(name)
                    && then.exact()
                    && now.exact()
                    && then.rows() != now.rows()
                    && now.untouchedSince(then)) {
                changed.put(name.toString(), name);
            }
        });
        try {
            takeBackWhatWasWritten(changed, before, connection, System.nanoTime() + settle.toNanos());
        } catch (SQLException e) {
            throw Reading.failed(e);
        }
        var lines = new ArrayList<String>();
        changed.forEach((text, name) -> lines.add("the table " + text + " had "
                + before.tables.get(name).rows() + " rows and has "
                + tables.get(name).rows()
                + ", though neither a script nor anybody else is known to have written to it"));
        return lines;
    }

    private static void takeBackWhatWasWritten(
            Map<String, QualifiedName> changed, RowCounts before, Connection connection, long deadline)
            throws SQLException {
        if (!changed.isEmpty() && Rows.one(connection, MAY_BE_SILENT, row -> row.getBoolean(1))) {
            // unknown counts as written
            changed.clear();
        }
        while (!changed.isEmpty() && System.nanoTime() < deadline) {
            pause();
            for (Table table : tables(connection)) {
                Count then = before.tables.get(table.name());
                if (then != null && (table.writes() != then.writes() || table.file() != then.file())) {
                    changed.remove(table.name().toString());
                }
            }
        }
    }

    private static Count exact(Connection connection, Table table, Count estimate, Duration limit) throws SQLException {
        try {
            long rows = Reading.inTransaction(
                    connection,
                    limit,
                    () -> Rows.one(connection, "select count(*) from only " + table.sql(), row -> row.getLong(1)));
            return new Count(rows, true, estimate.writes(), estimate.file());
        } catch (SQLException e) {
            if (!Alive.is(connection)) {
                throw e;
            }
            // too long, locked, or not for this role to read
            return estimate;
        }
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        return Rows.list(
                connection,
                WRITES,
                row -> new Table(
                        QualifiedName.of(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5)));
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException(
                    Problem.of("interrupted while validating the database", "Run: mvn db:validate"), e);
        }
    }
}
