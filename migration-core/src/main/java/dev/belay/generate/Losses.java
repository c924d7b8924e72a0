package dev.belay.generate;

import dev.belay.difference.TypeLoss;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which statements lose what nobody can bring back: rows, columns, the counts of sequences, values that a narrower
 * type does not hold; and those that only prepare for one of them.
 *
 * @param migrated the schema that they start from
 */
record Losses(Catalog migrated) {

    /** {@return the same statements, in their order, each with what it loses} */
    List<Difference> marked(List<Difference> statements) {
        Set<QualifiedName> tables = new HashSet<>();
        Set<Column> columns = new HashSet<>();
        statements.forEach(statement -> collect(statement.kind(), tables, columns));
        return statements.stream()
                .map(statement -> loss(statement.kind())
                        .or(() -> preparation(statement.kind(), tables, columns))
                        .map(statement::losing)
                        .orElse(statement))
                .toList();
    }

    private record Column(QualifiedName table, String name) {}

    private void collect(StatementKind kind, Set<QualifiedName> tables, Set<Column> columns) {
        if (kind instanceof StatementKind.DropObjects drop && drop.type() == ObjectType.TABLE) {
            drop.names().forEach(name -> tables.add(migrated.full(name)));
        } else if (kind instanceof StatementKind.AlterTable alter) {
            for (TableAction action : alter.actions()) {
                if (action instanceof TableAction.DropColumn column) {
                    columns.add(new Column(migrated.full(alter.table()), column.column()));
                }
            }
        }
    }

    private Optional<String> loss(StatementKind kind) {
        if (kind instanceof StatementKind.DropObjects drop) {
            return switch (drop.type()) {
                case TABLE -> Optional.of("the rows of " + names(drop));
                case SCHEMA -> Optional.of("the schema " + names(drop));
                case SEQUENCE ->
                    Optional.of("how far the sequence " + names(drop) + " has counted")
                            .filter(it -> drop.names().stream().anyMatch(this::isThere));
                default -> Optional.empty();
            };
        }
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream()
                    .flatMap(action -> loss(alter.table(), action).stream())
                    .findFirst();
        }
        return Optional.empty();
    }

    private Optional<String> loss(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.DropColumn column) {
            return Optional.of("what is in " + table + "." + column.column());
        }
        return action instanceof TableAction.AlterColumnType type
                ? TypeLoss.of(migrated.snapshot(), migrated.full(table), type)
                : Optional.empty();
    }

    /** One that a statement has renamed before has handed its count on. */
    private boolean isThere(QualifiedName sequence) {
        return migrated.snapshot()
                .find("sequence", Catalog.identity(migrated.full(sequence)))
                .isPresent();
    }

    private static String names(StatementKind.DropObjects drop) {
        return String.join(
                ", ", drop.names().stream().map(QualifiedName::toString).toList());
    }

    /** What is dropped only because its table or column goes is kept as long as that is. */
    private Optional<String> preparation(StatementKind kind, Set<QualifiedName> tables, Set<Column> columns) {
        if (kind instanceof StatementKind.DropObjects drop && drop.type() == ObjectType.INDEX) {
            return drop.names().stream()
                    .flatMap(name -> migrated.index(name).stream())
                    .filter(index -> Catalog.tableOf(index)
                            .filter(table -> goes(table, index, tables, columns))
                            .isPresent())
                    .findFirst()
                    .map(index -> "an index of what goes");
        }
        if (kind instanceof StatementKind.DropObjects drop && drop.on().isPresent()) {
            return Optional.of("what belongs to " + drop.on().get())
                    .filter(it -> tables.contains(migrated.full(drop.on().get())));
        }
        if (kind instanceof StatementKind.AlterTable alter) {
            QualifiedName table = migrated.full(alter.table());
            boolean prepares = tables.contains(table)
                    || alter.actions().stream()
                            .allMatch(action -> action instanceof TableAction.DropConstraint drop
                                    && migrated.constraint(table, drop.constraint())
                                            .filter(definition -> goes(table, definition, tables, columns))
                                            .isPresent());
            return Optional.of("a constraint of what goes").filter(it -> prepares);
        }
        return Optional.empty();
    }

    private boolean goes(QualifiedName table, String definition, Set<QualifiedName> tables, Set<Column> columns) {
        return tables.contains(table)
                || columns.stream()
                        .filter(column -> column.table().equals(table))
                        .anyMatch(column -> Catalog.mentions(definition, column.name()));
    }
}
