package dev.belay.rehearsal;

import dev.belay.postgres.Alive;
import dev.belay.postgres.ColumnSums;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.Holdings.ColumnId;
import dev.belay.rehearsal.TakenRows.Overwritten;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tables hold at one moment.
 *
 * @param held their names and columns
 * @param sums by the table's oid; without those that could not be counted in time
 */
record HeldRows(Holdings held, Map<Long, ColumnSums> sums) {

    /** One large table shall not take the time of all others. */
    private static final long SECONDS_EACH = 10;

    HeldRows {
        sums = Map.copyOf(sums);
    }

    /**
     * Counts every table until the time is over; partitions each for themselves.
     *
     * @param values whether their values are to be compared too, which takes longer
     */
    static HeldRows of(Connection connection, Holdings held, boolean values, Duration budget) throws SQLException {
        var sums = new TreeMap<Long, ColumnSums>();
        long end = System.nanoTime() + budget.toNanos();
        for (long table : held.tables().keySet()) {
            List<String> columns = values ? columns(held, table) : List.of();
            if (!read(connection, held, table, columns, end, sums) && values) {
                read(connection, held, table, List.of(), end, sums);
            }
        }
        return new HeldRows(held, sums);
    }

    private static List<String> columns(Holdings held, long table) {
        return held.columns().entrySet().stream()
                .filter(column -> column.getKey().table() == table)
                .map(column -> column.getValue().name())
                .toList();
    }

    /** {@return whether that was done in time} */
    private static boolean read(
            Connection connection,
            Holdings held,
            long table,
            List<String> columns,
            long end,
            Map<Long, ColumnSums> sums)
            throws SQLException {
        long left = Duration.ofNanos(end - System.nanoTime()).toSeconds();
        if (left < 1) {
            return false;
        }
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout((int) Math.min(left, SECONDS_EACH));
            sums.put(table, ColumnSums.read(statement, held.tables().get(table).name(), columns));
            return true;
        } catch (SQLException e) {
            if (!Alive.is(connection)) {
                throw e;
            }
            return false;
        }
    }

    /** {@return what is not there any more, of the tables that are} */
    TakenRows takenUntil(HeldRows now) {
        var fewer = new TreeMap<String, Long>();
        var uncounted = new TreeSet<String>();
        var overwritten = new ArrayList<Overwritten>();
        var uncompared = new TreeSet<String>();
        held.tables().forEach((oid, table) -> {
            if (!now.held.tables().containsKey(oid)) {
                return;
            }
            ColumnSums before = sums.get(oid);
            ColumnSums after = now.sums.get(oid);
            if (before == null || after == null) {
                uncounted.add(table.name());
                uncompared.add(table.name());
            } else if (before.rows() != after.rows()
                    || before.columns().isEmpty()
                    || after.columns().isEmpty()) {
                if (after.rows() < before.rows()) {
                    fewer.put(table.name(), before.rows() - after.rows());
                }
                uncompared.add(table.name());
            } else {
                overwritten.addAll(overwritten(oid, now));
            }
        });
        return new TakenRows(fewer, uncounted, overwritten, uncompared);
    }

    /** Columns of another type are told apart from those with other values elsewhere: {@link Holdings.Gone#narrowed}. */
    private List<Overwritten> overwritten(long table, HeldRows now) {
        return held.columns().keySet().stream()
                .filter(column -> column.table() == table)
                .filter(column -> now.held.columns().containsKey(column))
                .filter(column -> held.columns()
                        .get(column)
                        .type()
                        .equals(now.held.columns().get(column).type()))
                .filter(column -> !sum(column).equals(now.sum(column)))
                .map(column -> new Overwritten(
                        held.tables().get(table).name(),
                        held.columns().get(column).name(),
                        emptied(sum(column), now.sum(column))))
                .sorted(Comparator.comparing(Overwritten::column))
                .toList();
    }

    private ColumnSums.Column sum(ColumnId column) {
        return sums.get(column.table()).columns().get(held.columns().get(column).name());
    }

    private static OptionalLong emptied(ColumnSums.Column before, ColumnSums.Column after) {
        return after.values() < before.values()
                ? OptionalLong.of(before.values() - after.values())
                : OptionalLong.empty();
    }
}
