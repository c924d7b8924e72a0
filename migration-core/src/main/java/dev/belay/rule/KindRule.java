package dev.belay.rule;

import dev.belay.finding.Finding;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;

/** A rule about one kind of statement. */
public abstract class KindRule<K extends StatementKind> implements StatementRule {

    private final Class<K> type;

    /** @param type the kind */
    protected KindRule(Class<K> type) {
        this.type = type;
    }

    /** An undo script that blocks is as bad as any other. */
    @Override
    public boolean judgesUndo() {
        return true;
    }

    @Override
    public final List<Finding> check(RuleContext context) {
        return type.isInstance(context.kind())
                ? check(context, type.cast(context.kind())).stream().toList()
                : List.of();
    }

    /** {@return what is dangerous about the statement; mostly empty} */
    protected abstract Optional<Finding> check(RuleContext context, K kind);
}
