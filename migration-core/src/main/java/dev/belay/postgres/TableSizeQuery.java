package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a live database how large its tables are. It reads no table: only the catalogue, and the sizes of files.
 *
 * <p>Rows are estimated as the planner does it ({@code table_block_relation_estimate_size} in the server's
 * {@code tableam.c}): the density that the last VACUUM or ANALYZE found, times the pages that there are now. A table that
 * has never been analysed has {@code reltuples} -1 (PostgreSQL manual, pg_class); its density is taken from the widths of
 * its columns, 32 bytes for one of variable length, as {@code get_typavgwidth} in {@code lsyscache.c} takes it.
 */
public final class TableSizeQuery {

    private static final String FILE_SIZES = "pg_relation_size(c.oid) as heap, pg_table_size(c.oid) as bytes";

    /** As of the last VACUUM or ANALYZE, for tables that somebody holds in ACCESS EXCLUSIVE mode. */
    private static final String RECORDED_SIZES = """
            c.relpages::bigint * current_setting('block_size')::bigint as heap,
            (c.relpages + coalesce((select t.relpages from pg_class t where t.oid = c.reltoastrelid), 0))::bigint
              * current_setting('block_size')::bigint as bytes""";

    /** 24 bytes of page header; 4 of line pointer and 24 of tuple header for each row (manual, Database Page Layout). */
    private static final String QUERY = """
            with recursive relation as (
              select c.oid, c.relpages, c.reltuples, %s
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't'
                 and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%%'
            ), width as (
              select r.oid, sum(case when a.attlen > 0 then a.attlen else 32 end) as bytes
                from relation r join pg_attribute a on a.attrelid = r.oid
               where a.attnum > 0 and not a.attisdropped and r.relpages = 0
               group by r.oid
            ), measured as (
              select r.oid, r.bytes,
                     r.heap / current_setting('block_size')::numeric
                     * case when r.reltuples >= 0 and r.relpages > 0 then r.reltuples::numeric / r.relpages
                            else (current_setting('block_size')::numeric - 24) / (28 + coalesce(w.bytes, 0)) end as rows
                from relation r left join width w on w.oid = r.oid
            ), tree as (
              select oid as root, oid from relation
              union
              select tree.root, i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid
            )
            select n.nspname, c.relname, round(sum(m.rows))::bigint, sum(m.bytes)::bigint
              from tree join measured m on m.oid = tree.oid
              join pg_class c on c.oid = tree.root join pg_namespace n on n.oid = c.relnamespace
             group by n.nspname, c.relname
             order by n.nspname, c.relname""";

    /** The size of a file is asked for under ACCESS SHARE, which waits for whoever rewrites the table. */
    private static final String LIMITS = "set local lock_timeout = '2s'; set local statement_timeout = '60s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private TableSizeQuery() {}

    /**
     * Asks, in a read-only transaction of its own.
     *
     * @param connection in auto-commit mode, and left so
     * @return all tables, partitioned tables and materialized views outside system schemas, in order of name
     * @throws EnvironmentException when the server does not answer
     */
    public static List<TableSize> read(Connection connection) {
        try {
            try {
                return inTransaction(connection, QUERY.formatted(FILE_SIZES));
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                return inTransaction(connection, QUERY.formatted(RECORDED_SIZES));
            }
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "the sizes of the tables cannot be read: " + ConnectFailure.serverText(e),
                            "Name a file with them instead, with -Ddb.statistics."),
                    e);
        }
    }

    private static List<TableSize> inTransaction(Connection connection, String query) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction read only");
            statement.execute(LIMITS);
            var sizes = new ArrayList<TableSize>();
            try (var row = statement.executeQuery(query)) {
                while (row.next()) {
                    sizes.add(new TableSize(
                            QualifiedName.of(row.getString(1), row.getString(2)), row.getLong(3), row.getLong(4)));
                }
            }
            return sizes;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
