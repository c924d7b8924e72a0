package dev.belay.rule.allowance;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceContext.State.Unused;
import dev.belay.rule.AllowanceRule;
import dev.belay.rule.RuleDoc;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An allowance of something that is not there. */
public final class AllowanceIsUnused implements AllowanceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("allowance-is-unused"),
            List.of(),
            Severity.LOW,
            "A db:allow comment names a rule that says nothing about the statement below it.",
            "Nothing now; but it would accept what a later change of the statement brings. Rules that are switched off, and"
                    + " those that only a trace decides when there was none, are not counted.",
            "Remove the comment, or put it directly above the statement that it is meant for: it holds for one only.",
            """
            -- db:allow drop-table-loses-data: exported to the archive
            COMMENT ON TABLE legacy IS 'to be dropped';
            DROP TABLE legacy;""",
            """
            COMMENT ON TABLE legacy IS 'to be dropped';
            -- db:allow drop-table-loses-data: exported to the archive
            DROP TABLE legacy;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public Optional<Finding> check(AllowanceContext context) {
        return context.state() instanceof Unused unused
                ? Optional.of(context.finding(
                        this,
                        unused.rule() + " says nothing about the statement that this comment belongs to.",
                        advice(unused)))
                : Optional.empty();
    }

    private static String advice(Unused unused) {
        return unused.elsewhere().isEmpty()
                ? "Remove the comment."
                : "A comment holds for the statement below it only: move it above the one in line "
                        + unused.elsewhere().stream().map(String::valueOf).collect(Collectors.joining(" or ")) + ".";
    }
}
