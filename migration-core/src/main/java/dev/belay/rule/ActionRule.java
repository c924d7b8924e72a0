package dev.belay.rule;

import dev.belay.finding.Finding;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import java.util.List;
import java.util.Optional;

/** A rule about one action of ALTER TABLE, on a table that was there before the pending scripts. */
public abstract class ActionRule<A extends TableAction> implements StatementRule {

    private final Class<A> type;

    /** @param type the action */
    protected ActionRule(Class<A> type) {
        this.type = type;
    }

    /** An undo script that blocks is as bad as any other. */
    @Override
    public boolean judgesUndo() {
        return true;
    }

    @Override
    public final List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof AlterTable alter) || context.lifespans().isNewTable(alter.table())) {
            return List.of();
        }
        return alter.actions().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .flatMap(action -> check(context, alter.table(), action).stream())
                .toList();
    }

    /** {@return what is dangerous about the action; mostly empty} */
    protected abstract Optional<Finding> check(RuleContext context, QualifiedName table, A action);
}
