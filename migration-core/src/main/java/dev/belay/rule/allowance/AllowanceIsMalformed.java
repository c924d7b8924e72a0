package dev.belay.rule.allowance;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceContext.State.Malformed;
import dev.belay.rule.AllowanceRule;
import dev.belay.rule.RuleDoc;
import java.util.List;
import java.util.Optional;

/** A comment that begins as an allowance and does not go on as one. */
public final class AllowanceIsMalformed implements AllowanceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("allowance-is-malformed"),
            List.of(),
            Severity.MEDIUM,
            "A db:allow comment has no rule, no reason, or a date that is none.",
            "It accepts nothing: the finding that it was written for stays.",
            "Write -- db:allow <rule-id>: <reason>, or -- db:allow <rule-id> until 2027-01-31: <reason>, above the"
                    + " statement, one comment for each rule.",
            """
            -- db:allow drop-table-loses-data
            DROP TABLE legacy;""",
            """
            -- db:allow drop-table-loses-data: exported to the archive, ticket 4711
            DROP TABLE legacy;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public Optional<Finding> check(AllowanceContext context) {
        return context.state() instanceof Malformed malformed
                ? Optional.of(context.finding(
                        this,
                        "This comment accepts nothing: " + malformed.why() + ".",
                        "Write -- db:allow <rule-id>: <reason>, with \"until 2027-01-31\" before the colon if it is to"
                                + " expire."))
                : Optional.empty();
    }
}
