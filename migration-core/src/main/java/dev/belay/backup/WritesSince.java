package dev.belay.backup;

import dev.belay.backup.TableCounters.Table;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The rows that were written since a backup, and would be lost by its restore. Where the counters do not tell, the table
 * counts as written. What sequences gave out is not counted: it comes back with the rows that it was for.
 *
 * @param tables those that were written to, or may have been
 */
public record WritesSince(List<TableWrites> tables) {

    public WritesSince {
        tables = List.copyOf(tables);
    }

    /**
     * What was written to one table.
     *
     * @param schema its schema
     * @param table its name
     * @param oid its number in {@code pg_class}: a table that was rebuilt has the name of another
     * @param rows inserted, updated or deleted, those that were rolled back too; empty when not known
     * @param before how many had been written when the backup was made; empty when the counters have begun anew since
     */
    public record TableWrites(String schema, String table, long oid, OptionalLong rows, OptionalLong before) {

        private TableWrites without(long own) {
            return rows.isEmpty()
                    ? this
                    : new TableWrites(schema, table, oid, OptionalLong.of(Math.max(0, rows.getAsLong() - own)), before);
        }

        private TableWrites with(long ever) {
            return rows.isPresent() || before.isEmpty() || ever < before.getAsLong()
                    ? this
                    : new TableWrites(schema, table, oid, OptionalLong.of(ever - before.getAsLong()), before);
        }

        /** {@return {@code app.orders: 17 rows}, or that it is not known} */
        public String describe() {
            return name() + ": " + (rows.isPresent() ? count(rows.getAsLong()) : "not known, so taken as written");
        }

        private String name() {
            return schema + "." + table;
        }

        private static String count(long rows) {
            return rows == 1 ? "1 row written" : rows + " rows written";
        }
    }

    /**
     * Compares the counters of one database.
     *
     * @param then read before the backup's snapshot was taken
     * @param now read when nobody can write any more
     */
    public static WritesSince between(TableCounters then, TableCounters now) {
        boolean comparable = then.counting()
                && now.counting()
                && then.statsReset().equals(now.statsReset())
                && now.transactions() >= then.transactions();
        Map<Long, Table> before = new LinkedHashMap<>();
        then.tables().forEach(table -> before.put(table.oid(), table));
        List<TableWrites> writes = new ArrayList<>();
        for (Table table : now.tables()) {
            Table old = before.remove(table.oid());
            OptionalLong rows = comparable ? rows(old, table) : OptionalLong.empty();
            if (rows.isEmpty() || rows.getAsLong() > 0) {
                writes.add(new TableWrites(table.schema(), table.table(), table.oid(), rows, before(old, comparable)));
            }
        }
        // dropped or rebuilt since: what was written to it before went with it, or into another table
        before.values()
                .forEach(gone -> writes.add(new TableWrites(
                        gone.schema(), gone.table(), gone.oid(), OptionalLong.empty(), before(gone, comparable))));
        return new WritesSince(writes);
    }

    private static OptionalLong before(Table then, boolean comparable) {
        return comparable ? OptionalLong.of(then == null ? 0 : then.written()) : OptionalLong.empty();
    }

    private static OptionalLong rows(Table then, Table now) {
        if (then == null) {
            return OptionalLong.of(now.written());
        }
        boolean grown =
                now.inserted() >= then.inserted() && now.updated() >= then.updated() && now.deleted() >= then.deleted();
        return grown ? OptionalLong.of(now.written() - then.written()) : OptionalLong.empty();
    }

    /** {@return the same without a schema whose contents are not lost} */
    public WritesSince withoutSchema(String schema) {
        return new WritesSince(
                tables.stream().filter(table -> !table.schema().equals(schema)).toList());
    }

    /** {@return the same without a table whose contents are not lost} */
    public WritesSince withoutTable(String schema, String name) {
        return new WritesSince(tables.stream()
                .filter(table ->
                        !table.schema().equals(schema) || !table.table().equals(name))
                .toList());
    }

    /**
     * {@return the same, where more is known of tables that are gone}
     *
     * @param ever how many rows were ever written to such a table, by its number
     */
    public WritesSince withDropped(Map<Long, Long> ever) {
        return new WritesSince(tables.stream()
                .map(table -> ever.containsKey(table.oid()) ? table.with(ever.get(table.oid())) : table)
                .toList());
    }

    /**
     * {@return the same without the rows that a run has written itself}, such as its scripts: those are to be lost
     *
     * @param own how many, by the number of the table; at most what it has written
     */
    public WritesSince without(Map<Long, Long> own) {
        return new WritesSince(tables.stream()
                .map(table -> table.without(own.getOrDefault(table.oid(), 0L)))
                .filter(table -> table.rows().isEmpty() || table.rows().getAsLong() > 0)
                .toList());
    }

    /** {@return whether nothing would be lost} */
    public boolean none() {
        return tables.isEmpty();
    }

    /** {@return the refusal of a restore that would lose them} */
    public RefusalException notAccepted(String live) {
        return new RefusalException(Problem.of(
                        "Rows were written to " + live + " since the backup, and a restore would lose them.",
                        "keep a copy of those rows first, or accept that they are lost: add -Ddb.acceptLoss=true")
                .withDetails(lines()));
    }

    /** {@return a line for each name: a table that was built anew is two, of which neither number says what is lost} */
    public List<String> lines() {
        Map<String, List<TableWrites>> named = new LinkedHashMap<>();
        tables.forEach(table ->
                named.computeIfAbsent(table.name(), name -> new ArrayList<>()).add(table));
        return named.entrySet().stream()
                .map(entry -> entry.getValue().size() == 1
                        ? entry.getValue().get(0).describe()
                        : entry.getKey() + ": built anew since the backup, so taken as written")
                .toList();
    }
}
