package dev.belay.analysis;

import dev.belay.parse.Grammar;
import dev.belay.script.ColumnDefinition;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tables scripts lock so that others, or they themselves, wait: as far as their text names them. */
public final class ConcernedTables {

    private ConcernedTables() {}

    /** {@return the tables, as the statements name them; those in the code of functions are not among them} */
    public static Set<QualifiedName> of(Collection<Statement> statements) {
        return statements.stream()
                .map(Grammar::kindOf)
                .flatMap(ConcernedTables::of)
                .collect(Collectors.toSet());
    }

    private static Stream<QualifiedName> of(StatementKind kind) {
        if (kind instanceof StatementKind.AlterTable alter) {
            return Stream.concat(
                    Stream.of(alter.table()), alter.actions().stream().flatMap(ConcernedTables::parents));
        }
        if (kind instanceof StatementKind.CreateTable create) {
            return Stream.concat(
                    create.partitionOf().stream(),
                    Stream.concat(
                            parents(create.constraints()),
                            create.columns().stream()
                                    .map(ColumnDefinition::constraints)
                                    .flatMap(ConcernedTables::parents)));
        }
        if (kind instanceof StatementKind.DropObjects drop) {
            return drop.type() == ObjectType.TABLE ? drop.names().stream() : drop.on().stream();
        }
        return named(kind).stream();
    }

    private static List<QualifiedName> named(StatementKind kind) {
        if (kind instanceof StatementKind.CreateIndex index) {
            return List.of(index.table());
        }
        if (kind instanceof StatementKind.Truncate truncate) {
            return truncate.tables();
        }
        if (kind instanceof StatementKind.CreateTrigger trigger) {
            return List.of(trigger.table());
        }
        if (kind instanceof StatementKind.CreateRule rule) {
            return List.of(rule.table());
        }
        if (kind instanceof StatementKind.Policy policy) {
            return List.of(policy.table());
        }
        if (kind instanceof StatementKind.LockTable lock) {
            return lock.tables();
        }
        return kind instanceof StatementKind.Vacuum vacuum && vacuum.rewrites() ? vacuum.tables() : List.of();
    }

    private static Stream<QualifiedName> parents(TableAction action) {
        if (action instanceof TableAction.AddConstraint add) {
            return parents(List.of(add.constraint()));
        }
        return action instanceof TableAction.AddColumn add
                ? parents(add.column().constraints())
                : Stream.empty();
    }

    private static Stream<QualifiedName> parents(List<ConstraintDefinition> constraints) {
        return constraints.stream().flatMap(constraint -> constraint.references().stream());
    }
}
