package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DataLoss.Item;
import dev.belay.outcome.DataLoss.Kind;
import dev.belay.parse.Grammar;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.rehearsal.RowCount;
import dev.belay.script.QualifiedName;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

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
     * @param deleting tables that stay, and from which scripts take rows
     * @param deleted how many rows they took there; empty when that was not seen
     * @param seenOn where it was tried
     */
    DataLoss of(Holdings.Gone gone, List<String> deleting, Optional<RowCount> deleted, String seenOn) {
        var items = new ArrayList<Item>();
        gone.tables().forEach(table -> items.add(item(Kind.TABLE, table, "SELECT count(*) FROM " + table, table)));
        gone.columns()
                .forEach(column -> items.add(item(
                        Kind.COLUMN,
                        column.table() + "." + column.column(),
                        "SELECT count(" + column.column() + ") FROM " + column.table(),
                        column.table())));
        for (String table : deleting) {
            if (!gone.tables().contains(table)) {
                rows(table, deleted).ifPresent(items::add);
            }
        }
        gone.sequences().forEach(sequence -> items.add(new Item(Kind.SEQUENCE, sequence, OptionalLong.of(0), true)));
        gone.enumValues().forEach(value -> items.add(new Item(Kind.ENUM_VALUE, value, OptionalLong.of(0), true)));
        return new DataLoss(items, seenOn);
    }

    private static Optional<Item> rows(String table, Optional<RowCount> deleted) {
        if (deleted.isEmpty()) {
            return Optional.of(new Item(Kind.ROWS, "of " + table, OptionalLong.empty(), false));
        }
        return Optional.ofNullable(deleted.get().rows().get(table))
                .map(rows -> new Item(Kind.ROWS, "of " + table, OptionalLong.of(rows), true));
    }

    private Item item(Kind kind, String name, String count, String table) {
        try (var statement = live.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            try (var row = statement.executeQuery(count)) {
                row.next();
                return new Item(kind, name, OptionalLong.of(row.getLong(1)), true);
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

    /** {@return the tables from which undo scripts delete, as far as these say so; quoted and qualified} */
    List<String> deleting(MigrationProject applied, DownTarget.Exactly down) {
        List<QualifiedName> named = applied.scripts().undo().stream()
                .filter(undo -> down.versions().contains(undo.name().version().orElseThrow()))
                .flatMap(undo -> emptied(applied, undo))
                .distinct()
                .toList();
        try (var query = live.prepareStatement("SELECT DISTINCT format('%I.%I', n.nspname, c.relname)"
                + " FROM unnest(?::text[], ?::text[]) named (schema, name) JOIN pg_catalog.pg_class c"
                + " ON c.relname = named.name AND c.relkind IN ('r', 'p') JOIN pg_catalog.pg_namespace n"
                + " ON n.oid = c.relnamespace AND n.nspname = coalesce(named.schema, ?) ORDER BY 1")) {
            query.setArray(
                    1,
                    live.createArrayOf(
                            "text",
                            named.stream()
                                    .map(name -> name.schema().orElse(null))
                                    .toArray()));
            query.setArray(
                    2,
                    live.createArrayOf(
                            "text", named.stream().map(QualifiedName::name).toArray()));
            query.setString(3, applied.defaultSchema());
            var tables = new ArrayList<String>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            return tables;
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
    }

    private static Stream<QualifiedName> emptied(MigrationProject applied, ScriptFile undo) {
        return applied.read(undo).statements().stream().flatMap(LossCount::emptied);
    }

    private static Stream<QualifiedName> emptied(Statement statement) {
        StatementKind kind = Grammar.kindOf(statement);
        return (kind instanceof StatementKind.Compound compound ? compound.parts() : List.of(kind))
                .stream().flatMap(LossCount::emptied);
    }

    private static Stream<QualifiedName> emptied(StatementKind kind) {
        if (kind instanceof StatementKind.Delete delete) {
            return Stream.of(delete.table());
        }
        return kind instanceof StatementKind.Truncate truncate ? truncate.tables().stream() : Stream.empty();
    }
}
