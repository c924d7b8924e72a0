package dev.belay.generate;

import dev.belay.difference.ScratchSession;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Constraints that are dropped and added again as they were, only because a column of theirs changes in between. When the
 * server changes it with them in place, they stay, and there is no time without them.
 *
 * @param current the schema as it is
 * @param wanted the one that there is to be
 */
record SameConstraints(Catalog current, Catalog wanted) {

    private record Constraint(QualifiedName table, String name) {}

    /**
     * {@return the statements without those that nothing needs}
     *
     * @param statements some of which are left out
     * @param session into a database that stands at the current schema, and is left so
     */
    List<Difference> kept(List<Difference> statements, ScratchSession session) {
        Set<Constraint> dropped = new HashSet<>();
        Set<Constraint> same = new HashSet<>();
        statements.forEach(statement -> {
            dropped(statement.kind()).ifPresent(dropped::add);
            added(statement.kind())
                    .filter(dropped::contains)
                    .filter(this::isSame)
                    .ifPresent(same::add);
        });
        if (same.isEmpty()) {
            return statements;
        }
        List<Difference> direct = statements.stream()
                .filter(statement -> dropped(statement.kind())
                        .or(() -> added(statement.kind()))
                        .filter(same::contains)
                        .isEmpty())
                .toList();
        return Separation.of(direct, session).equals(direct) ? direct : statements;
    }

    private boolean isSame(Constraint constraint) {
        Optional<String> before = current.constraint(constraint.table(), constraint.name());
        return before.isPresent() && before.equals(wanted.constraint(constraint.table(), constraint.name()));
    }

    private Optional<Constraint> dropped(StatementKind kind) {
        return kind instanceof StatementKind.AlterTable alter
                        && alter.actions().size() == 1
                        && alter.actions().get(0) instanceof TableAction.DropConstraint drop
                ? Optional.of(new Constraint(current.full(alter.table()), drop.constraint()))
                : Optional.empty();
    }

    private Optional<Constraint> added(StatementKind kind) {
        return kind instanceof StatementKind.AlterTable alter
                        && alter.actions().size() == 1
                        && alter.actions().get(0) instanceof TableAction.AddConstraint add
                ? add.constraint().name().map(name -> new Constraint(current.full(alter.table()), name))
                : Optional.empty();
    }
}
