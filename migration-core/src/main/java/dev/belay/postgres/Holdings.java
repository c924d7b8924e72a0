package dev.belay.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What holds data in a database, at one moment: tables and columns by their object ids, so that one that was renamed is
 * still there, and one that was dropped and made again is not.
 *
 * @param tables by oid
 * @param columns with their types, by table and number; generated ones are left out, as they can be calculated again
 * @param sequences by oid, quoted and qualified; those that belong to a column are left out
 * @param enumValues by the name of the type, quoted and qualified
 */
public record Holdings(
        Map<Long, Table> tables,
        Map<ColumnId, Column> columns,
        Map<Long, String> sequences,
        Map<String, Set<String>> enumValues) {

    private static final String OWN = " n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')";

    private static final String TABLES = "SELECT c.oid, format('%I.%I', n.nspname, c.relname),"
            + " coalesce((SELECT min(inhparent::bigint) FROM pg_catalog.pg_inherits WHERE inhrelid = c.oid), 0)"
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND" + OWN;

    private static final String COLUMNS = "SELECT a.attrelid, a.attnum, quote_ident(a.attname),"
            + " format_type(a.atttypid, a.atttypmod)"
            + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped"
            + " AND a.attgenerated = '' AND" + OWN;

    /** Dependencies of kind a and i are those of OWNED BY and of identity columns (manual, pg_depend). */
    private static final String SEQUENCES = "SELECT c.oid, format('%I.%I', n.nspname, c.relname)"
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d"
            + " WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')) AND"
            + OWN;

    private static final String ENUMS = "SELECT format('%I.%I', n.nspname, t.typname), e.enumlabel"
            + " FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE" + OWN;

    /**
     * A table.
     *
     * @param name quoted and qualified
     * @param parent the oid of the table that it is a partition or a child of; 0 for none
     */
    public record Table(String name, long parent) {}

    /** A column, by {@code pg_attribute.attrelid} and {@code attnum}. */
    public record ColumnId(long table, int number) {}

    /**
     * What a column is.
     *
     * @param name quoted where needed
     * @param type as {@code format_type} writes it
     */
    public record Column(String name, String type) {}

    /** A column that went, of a table that did not. */
    public record GoneColumn(String table, String column) {}

    /**
     * A column that has another type now, into which not every value need fit.
     *
     * @param table quoted and qualified, as it was called before
     * @param column quoted, as it was called before
     */
    public record NarrowedColumn(String table, String column, String before, String after) {}

    /**
     * What went between two moments.
     *
     * @param tables quoted and qualified; of a partitioned one its partitions are not named
     * @param columns of tables that are still there
     * @param sequences quoted and qualified
     * @param enumValues as {@code type 'value'}
     * @param narrowed columns that stay, and whose type became one that need not hold every value
     */
    public record Gone(
            List<String> tables,
            List<GoneColumn> columns,
            List<String> sequences,
            List<String> enumValues,
            List<NarrowedColumn> narrowed) {}

    /** {@return what there is now} */
    public static Holdings read(Connection connection) throws SQLException {
        var tables = new TreeMap<Long, Table>();
        var columns = new HashMap<ColumnId, Column>();
        var sequences = new TreeMap<Long, String>();
        var enums = new TreeMap<String, Set<String>>();
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery(TABLES)) {
                while (row.next()) {
                    tables.put(row.getLong(1), new Table(row.getString(2), row.getLong(3)));
                }
            }
            try (var row = statement.executeQuery(COLUMNS)) {
                while (row.next()) {
                    columns.put(
                            new ColumnId(row.getLong(1), row.getInt(2)),
                            new Column(row.getString(3), row.getString(4)));
                }
            }
            try (var row = statement.executeQuery(SEQUENCES)) {
                while (row.next()) {
                    sequences.put(row.getLong(1), row.getString(2));
                }
            }
            try (var row = statement.executeQuery(ENUMS)) {
                while (row.next()) {
                    enums.computeIfAbsent(row.getString(1), type -> new HashSet<>())
                            .add(row.getString(2));
                }
            }
        }
        return new Holdings(tables, columns, sequences, enums);
    }

    /** {@return what of this is not there any more, in the order of names} */
    public Gone goneIn(Holdings now) {
        return new Gone(goneTables(now), goneColumns(now), goneSequences(now), goneValues(now), narrowed(now));
    }

    private List<String> goneTables(Holdings now) {
        return tables.entrySet().stream()
                .filter(table -> !now.tables.containsKey(table.getKey()))
                .filter(table -> !isGone(table.getValue().parent(), now))
                .map(table -> table.getValue().name())
                .sorted()
                .toList();
    }

    private boolean isGone(long table, Holdings now) {
        return tables.containsKey(table) && !now.tables.containsKey(table);
    }

    private List<GoneColumn> goneColumns(Holdings now) {
        var gone = new ArrayList<GoneColumn>();
        columns.forEach((id, column) -> {
            boolean went = now.tables.containsKey(id.table()) && !now.columns.containsKey(id);
            if (went && !wentFromParent(id, column.name(), now)) {
                gone.add(new GoneColumn(tables.get(id.table()).name(), column.name()));
            }
        });
        gone.sort((a, b) -> (a.table() + "." + a.column()).compareTo(b.table() + "." + b.column()));
        return gone;
    }

    private boolean wentFromParent(ColumnId column, String name, Holdings now) {
        long parent = tables.get(column.table()).parent();
        return columns.entrySet().stream()
                .anyMatch(other -> other.getKey().table() == parent
                        && other.getValue().name().equals(name)
                        && !now.columns.containsKey(other.getKey()));
    }

    private List<NarrowedColumn> narrowed(Holdings now) {
        return columns.entrySet().stream()
                .filter(column -> now.columns.containsKey(column.getKey()))
                .map(column -> new NarrowedColumn(
                        tables.get(column.getKey().table()).name(),
                        column.getValue().name(),
                        column.getValue().type(),
                        now.columns.get(column.getKey()).type()))
                .filter(column -> !TypeWidening.keeps(column.before(), column.after()))
                .sorted(Comparator.comparing(column -> column.table() + "." + column.column()))
                .toList();
    }

    private List<String> goneSequences(Holdings now) {
        return sequences.entrySet().stream()
                .filter(sequence -> !now.sequences.containsKey(sequence.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** Of a type that went as a whole, its columns went before: these are named. */
    private List<String> goneValues(Holdings now) {
        var gone = new ArrayList<String>();
        enumValues.forEach((type, values) -> values.stream()
                .filter(value -> now.enumValues.containsKey(type)
                        && !now.enumValues.get(type).contains(value))
                .sorted()
                .forEach(value -> gone.add(type + " '" + value + "'")));
        return gone;
    }
}
