package dev.belay.rehearsal;

import dev.belay.postgres.Holdings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many rows tables have, counted.
 *
 * @param rows by the table's oid; without those that could not be counted in time
 */
record RowCount(Map<Long, Long> rows) {

    /** One large table shall not take the time of all others. */
    private static final long SECONDS_EACH = 10;

    RowCount {
        rows = Map.copyOf(rows);
    }

    /** Counts every table until the time is over; partitions each for themselves. */
    static RowCount of(Connection connection, Holdings held, Duration budget) throws SQLException {
        var rows = new TreeMap<Long, Long>();
        long end = System.nanoTime() + budget.toNanos();
        for (var table : held.tables().entrySet()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toSeconds();
            if (left < 1) {
                break;
            }
            try (var statement = connection.createStatement()) {
                statement.setQueryTimeout((int) Math.min(left, SECONDS_EACH));
                try (var row = statement.executeQuery(
                        "SELECT count(*) FROM ONLY " + table.getValue().name())) {
                    row.next();
                    rows.put(table.getKey(), row.getLong(1));
                }
            } catch (SQLException e) {
                if (!connection.isValid(1)) {
                    throw e;
                }
            }
        }
        return new RowCount(rows);
    }

    /**
     * {@return what is not there any more, of the tables that are}
     *
     * @param held the tables before
     * @param left the tables now
     */
    FewerRows less(RowCount now, Holdings held, Holdings left) {
        var less = new TreeMap<String, Long>();
        var uncounted = new TreeSet<String>();
        held.tables().forEach((oid, table) -> {
            if (!left.tables().containsKey(oid)) {
                return;
            }
            if (!rows.containsKey(oid) || !now.rows.containsKey(oid)) {
                uncounted.add(table.name());
            } else if (now.rows.get(oid) < rows.get(oid)) {
                less.put(table.name(), rows.get(oid) - now.rows.get(oid));
            }
        });
        return new FewerRows(less, uncounted);
    }
}
