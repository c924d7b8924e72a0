package dev.belay.rule.allowance;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceContext.State.NamesNoRule;
import dev.belay.rule.AllowanceRule;
import dev.belay.rule.RuleDoc;
import java.util.List;
import java.util.Optional;

/** An allowance of something that no rule is called. */
public final class AllowanceNamesNoRule implements AllowanceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("allowance-names-no-rule"),
            List.of(),
            Severity.MEDIUM,
            "A db:allow comment names a rule that does not exist.",
            "It accepts nothing: the finding that it was written for stays.",
            "Write the rule's name as the report shows it.",
            """
            -- db:allow drop-table-looses-data: exported to the archive, ticket 4711
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
        return context.state() instanceof NamesNoRule unknown
                ? Optional.of(context.finding(
                        this,
                        "This comment accepts nothing: there is no rule " + unknown.name() + ".",
                        unknown.nearest()
                                .map(name -> "Did you mean " + name + "?")
                                .orElse("Write the rule's name as the report shows it.")))
                : Optional.empty();
    }
}
