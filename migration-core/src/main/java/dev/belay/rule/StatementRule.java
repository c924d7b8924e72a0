package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.List;

/** A rule about one statement. */
public non-sealed interface StatementRule extends Rule {

    /** {@return what is dangerous about the statement, mostly nothing} */
    List<Finding> check(RuleContext context);

    /** {@return whether it judges undo scripts, too; most don't, for an undo is meant to take away what there was} */
    default boolean judgesUndo() {
        return false;
    }
}
