package dev.belay.command;

import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DataLoss.Item;
import dev.belay.outcome.DataLoss.Kind;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.rehearsal.FewerRows;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
     * @param takers what may take rows of tables that stay
     * @param fewer which of them have fewer rows; empty when it was tried without rows
     * @param seenOn where it was tried
     */
    DataLoss of(Holdings.Gone gone, RowTakers.Found takers, Optional<FewerRows> fewer, String seenOn) {
        var items = new ArrayList<Item>();
        gone.tables().forEach(table -> items.add(item(Kind.TABLE, table, "SELECT count(*) FROM " + table, table)));
        gone.columns()
                .forEach(column -> items.add(item(
                        Kind.COLUMN,
                        column.table() + "." + column.column(),
                        "SELECT count(" + column.column() + ") FROM " + column.table(),
                        column.table())));
        gone.narrowed().forEach(column -> items.add(values(column)));
        takers.tables().stream()
                .filter(table -> !gone.tables().contains(table))
                .filter(table -> fewer.isEmpty() || fewer.get().uncounted().contains(table))
                .forEach(table -> items.add(new Item(Kind.ROWS, "of " + table, OptionalLong.empty(), false)));
        if (takers.others() && fewer.isEmpty()) {
            items.add(new Item(Kind.ROWS, "of tables that only a run with rows shows", OptionalLong.empty(), false));
        }
        fewer.ifPresent(counted -> new TreeMap<>(counted.rows())
                .forEach((table, rows) -> items.add(new Item(Kind.ROWS, "of " + table, OptionalLong.of(rows), true))));
        gone.sequences().forEach(sequence -> items.add(new Item(Kind.SEQUENCE, sequence, OptionalLong.of(0), true)));
        gone.enumValues().forEach(value -> items.add(new Item(Kind.ENUM_VALUE, value, OptionalLong.of(0), true)));
        return new DataLoss(items, seenOn);
    }

    /** How many of them do not fit only the change itself could tell. */
    private Item values(Holdings.NarrowedColumn column) {
        String name = column.table() + "." + column.column();
        Item all = item(
                Kind.VALUES,
                name + ", " + column.before() + " now, " + column.after() + " then",
                "SELECT count(" + column.column() + ") FROM " + column.table(),
                column.table());
        return all.losesData() ? new Item(Kind.VALUES, all.name(), OptionalLong.empty(), false) : all;
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
