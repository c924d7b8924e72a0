package dev.belay.command;

import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DataLoss.Item;
import dev.belay.outcome.DataLoss.Kind;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.rehearsal.TakenRows;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts what is going to be lost, in the live database: exactly where that takes no longer than a few seconds, else by
 * what the server estimates.
 *
 * @param live a session that only reads, in auto-commit mode
 */
record LossCount(Connection live) {

    private static final int SECONDS = 10;

    /**
     * {@return what goes}
     *
     * @param gone what held data and went, where it was tried
     * @param takers what may take rows and values of tables that stay
     * @param taken what it took; empty when it was tried without rows
     * @param seenOn where it was tried
     */
    DataLoss of(Holdings.Gone gone, RowTakers.Found takers, Optional<TakenRows> taken, String seenOn) {
        var items = new ArrayList<Item>();
        gone.tables().forEach(table -> items.add(item(Kind.TABLE, table, "SELECT count(*) FROM " + table, table)));
        gone.columns()
                .forEach(column -> items.add(item(
                        Kind.COLUMN,
                        column.table() + "." + column.column(),
                        "SELECT count(" + column.column() + ") FROM " + column.table(),
                        column.table())));
        gone.narrowed()
                .forEach(column -> items.add(values(
                        Kind.VALUES,
                        column.table() + "." + column.column() + ", " + column.before() + " now, " + column.after()
                                + " then",
                        new RowTakers.Column(column.table(), column.column()))));
        rows(takers, taken, gone, items);
        overwritten(takers, taken, gone, items);
        gone.sequences().forEach(sequence -> items.add(new Item(Kind.SEQUENCE, sequence, OptionalLong.of(0), true)));
        gone.enumValues().forEach(value -> items.add(new Item(Kind.ENUM_VALUE, value, OptionalLong.of(0), true)));
        return new DataLoss(items, seenOn);
    }

    private static void rows(RowTakers.Found takers, Optional<TakenRows> taken, Holdings.Gone gone, List<Item> items) {
        takers.tables().stream()
                .filter(table -> !gone.tables().contains(table))
                .filter(table -> taken.isEmpty() || taken.get().uncounted().contains(table))
                .forEach(table -> items.add(new Item(Kind.ROWS, "of " + table, OptionalLong.empty(), false)));
        if (takers.others() && taken.isEmpty()) {
            items.add(new Item(Kind.ROWS, "of tables that only a run with rows shows", OptionalLong.empty(), false));
        }
        taken.ifPresent(counted -> new TreeMap<>(counted.rows())
                .forEach((table, rows) -> items.add(new Item(Kind.ROWS, "of " + table, OptionalLong.of(rows), true))));
    }

    /** Of columns that go, or that get another type, that is said already. */
    private void overwritten(RowTakers.Found takers, Optional<TakenRows> taken, Holdings.Gone gone, List<Item> items) {
        taken.ifPresent(compared -> compared.overwritten().stream()
                .filter(column -> stays(gone, column.table(), column.column()))
                .forEach(column -> items.add(
                        new Item(Kind.OVERWRITTEN, column.table() + "." + column.column(), column.emptied(), true))));
        takers.overwritten().stream()
                .filter(column -> taken.isEmpty() || taken.get().uncompared().contains(column.table()))
                .filter(column -> stays(gone, column.table(), column.column()))
                .map(column -> values(Kind.OVERWRITTEN, column.table() + "." + column.column(), column))
                .filter(Item::losesData)
                .forEach(items::add);
    }

    private static boolean stays(Holdings.Gone gone, String table, String column) {
        return !gone.tables().contains(table)
                && !gone.columns().contains(new Holdings.GoneColumn(table, column))
                && gone.narrowed().stream()
                        .noneMatch(other ->
                                other.table().equals(table) && other.column().equals(column));
    }

    /** How many of them do not fit, or become others, only the change itself could tell. */
    private Item values(Kind kind, String name, RowTakers.Column column) {
        Item all = item(kind, name, "SELECT count(" + column.column() + ") FROM " + column.table(), column.table());
        return all.losesData() ? new Item(kind, all.name(), OptionalLong.empty(), false) : all;
    }

    private Item item(Kind kind, String name, String count, String table) {
        try (var statement = live.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            // a policy would hide rows and say nothing; like this the server refuses to count
            statement.execute("SET row_security = off");
            try (var row = statement.executeQuery(count)) {
                row.next();
                return new Item(kind, name, OptionalLong.of(row.getLong(1)), true);
            } finally {
                statement.execute("RESET row_security");
            }
        } catch (SQLException e) {
            return new Item(kind, name, estimate(table), false);
        }
    }

    /** Of a column as of all rows: how many have a value is not estimated. An estimate of none is no proof. */
    private OptionalLong estimate(String table) {
        return TableSizeQuery.read(live).stream()
                .filter(size -> isSame(size.table(), table))
                .mapToLong(size -> size.rows())
                .filter(rows -> rows > 0)
                .findFirst();
    }

    private static boolean isSame(QualifiedName name, String quoted) {
        return name.toString().equals(quoted.replace("\"", ""));
    }
}
