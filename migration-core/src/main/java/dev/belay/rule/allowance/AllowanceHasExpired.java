package dev.belay.rule.allowance;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceContext.State.Expired;
import dev.belay.rule.AllowanceRule;
import dev.belay.rule.RuleDoc;
import java.util.List;
import java.util.Optional;

/** An allowance whose day has passed. */
public final class AllowanceHasExpired implements AllowanceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("allowance-has-expired"),
            List.of(),
            Severity.LOW,
            "A db:allow comment has an until that is past, and what it accepted is still there.",
            "It accepts nothing any more: the finding stands, with its own severity.",
            "Decide again: cure the finding, or set a later day. The day itself is the last on which it holds, in the time"
                    + " zone of the machine that checks.",
            """
            -- db:allow drop-table-loses-data until 2020-01-31: exported to the archive
            DROP TABLE legacy;""",
            """
            -- db:allow drop-table-loses-data until 2999-12-31: exported to the archive
            DROP TABLE legacy;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public Optional<Finding> check(AllowanceContext context) {
        return context.state() instanceof Expired expired
                ? Optional.of(context.finding(
                        this,
                        expired.rule() + " was accepted here until " + expired.until() + ": it counts again.",
                        "Cure it, or set a later day."))
                : Optional.empty();
    }
}
