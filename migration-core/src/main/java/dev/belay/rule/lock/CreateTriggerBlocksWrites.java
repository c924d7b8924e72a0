package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.CreateTrigger;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** CREATE TRIGGER. */
public final class CreateTriggerBlocksWrites extends KindRule<CreateTrigger> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("create-trigger-blocks-writes"),
            List.of(48),
            Severity.MEDIUM,
            "A trigger is created on a table that was there before.",
            "SHARE ROW EXCLUSIVE for a moment: writes wait, and everybody behind a long transaction"
                    + " (PostgreSQL manual, Explicit Locking).",
            "Do it when no long transaction runs, in a script that does nothing else.",
            "CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();",
            """
            CREATE TABLE note (id int PRIMARY KEY);
            CREATE TRIGGER stamp BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION stamp();
            """);

    public CreateTriggerBlocksWrites() {
        super(CreateTrigger.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateTrigger kind) {
        if (context.lifespans().isNewTable(kind.table())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "CREATE TRIGGER takes SHARE ROW EXCLUSIVE on " + kind.table()
                                + " for a moment; from then on every write runs it.",
                        "Do it when no long transaction runs, in a script that does nothing else.")
                .claiming(new Claim.Locks(kind.table(), LockMode.SHARE_ROW_EXCLUSIVE)));
    }
}
