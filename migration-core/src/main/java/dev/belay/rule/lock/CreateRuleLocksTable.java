package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.CreateRule;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** CREATE RULE. */
public final class CreateRuleLocksTable extends KindRule<CreateRule> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("create-rule-locks-table"),
            List.of(49),
            Severity.MEDIUM,
            "A rule is created on a table or view that was there before.",
            "ACCESS EXCLUSIVE for a moment; from then on statements are rewritten, which often"
                    + " surprises (PostgreSQL manual, The Rule System).",
            "A trigger does what is meant more often.",
            "CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING;",
            """
            CREATE TABLE note (id int PRIMARY KEY);
            CREATE RULE keep AS ON DELETE TO note DO INSTEAD NOTHING;
            """);

    public CreateRuleLocksTable() {
        super(CreateRule.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateRule kind) {
        if (context.lifespans().isNewTable(kind.table())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "CREATE RULE takes ACCESS EXCLUSIVE on " + kind.table() + " for a moment.",
                        "A trigger does what is meant more often.")
                .claiming(new Claim.Locks(kind.table(), LockMode.ACCESS_EXCLUSIVE)));
    }
}
