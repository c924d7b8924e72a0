package dev.belay.rule.traced;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about what only a trace shows. */
public final class TracedRules {

    public static final List<Rule> ALL = List.of(
            new StatementFails(),
            new StatementTimesOut(),
            new StatementEndsSession(),
            new TableIsRewritten(),
            new TableIsReadUnderLock(),
            new IndexIsBuiltUnderLock(),
            new UnnamedTableIsLocked(),
            new UnnamedObjectsAreDropped(),
            new PublishedTableIsAltered(),
            new ForeignKeyHasNoIndex(),
            new InvalidIndexIsLeft(),
            new PrivilegesAreLost(),
            new SequenceIsBehind(),
            new ServerIsChanged(),
            new ForeignTableIsWritten());

    private TracedRules() {}
}
