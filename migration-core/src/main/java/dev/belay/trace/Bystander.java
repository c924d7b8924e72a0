package dev.belay.trace;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Looks at a statement from another session while it runs. To have time for that it stands in the way: it holds SHARE
 * UPDATE EXCLUSIVE on all tables, which conflicts with what such statements take first, and a snapshot, for whose end
 * CREATE INDEX CONCURRENTLY and its kind wait. As soon as it has seen what the statement waits for it steps aside.
 */
final class Bystander implements AutoCloseable {

    private static final long POLL_MILLIS = 2;

    /** Each lock takes an entry in the server's lock table, which holds 6,400 by default. */
    private static final String TABLES = """
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace')
             LIMIT 1000""";

    private final LockQuery query;
    private final Connection blocker;
    private final Connection eyes;
    private final int pid;
    private final Map<LockRow.Key, LockRow> seen = new LinkedHashMap<>();
    private volatile boolean over;
    private Thread watching;

    Bystander(ScratchSessions sessions, LockQuery query, Connection worker) throws SQLException {
        this.query = query;
        this.pid = worker.unwrap(PGConnection.class).getBackendPID();
        this.blocker = sessions.observer().get();
        this.eyes = sessions.observer().get();
    }

    /** Stands in the way, and begins to look. */
    void watch() throws SQLException {
        blocker.setAutoCommit(false);
        blocker.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        List<String> tables = new ArrayList<>();
        try (var statement = blocker.createStatement();
                var row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        if (!tables.isEmpty()) {
            try (var statement = blocker.createStatement()) {
                statement.execute(
                        "LOCK TABLE ONLY " + String.join(", ONLY ", tables) + " IN SHARE UPDATE EXCLUSIVE MODE");
            }
        }
        watching = new Thread(this::look, "belay-bystander");
        watching.setDaemon(true);
        watching.start();
    }

    /** {@return the locks that were held or waited for; the statement must have ended} */
    List<LockRow> seen() {
        stop();
        return List.copyOf(seen.values());
    }

    private void look() {
        try {
            boolean inTheWay = true;
            while (!over) {
                readLocks();
                if (inTheWay && isWaiting()) {
                    // once more: it may have come to its lock since the first look
                    readLocks();
                    blocker.rollback();
                    inTheWay = false;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (SQLException e) {
            // the server is going down with the statement; what was seen so far counts
            over = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLocks() throws SQLException {
        try (var statement = eyes.createStatement();
                var row = statement.executeQuery(LockQuery.of(pid))) {
            query.read(row).locks().forEach(lock -> seen.put(lock.key(), lock));
        }
    }

    private boolean isWaiting() throws SQLException {
        try (var statement = eyes.createStatement();
                var row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = " + pid + " AND NOT granted)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void stop() {
        over = true;
        if (watching != null) {
            try {
                watching.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        stop();
        try (blocker;
                eyes) {
            blocker.rollback();
        }
    }
}
