package dev.belay.rule.compat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.Policy;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** CREATE POLICY and ALTER POLICY. */
public final class PolicyChangesVisibleRows extends KindRule<Policy> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("policy-changes-visible-rows"),
            List.of(50),
            Severity.MEDIUM,
            "A policy of row level security is created or changed.",
            "Clients see other rows than before from the commit on, if row level security is enabled;"
                    + " ACCESS EXCLUSIVE for a moment (PostgreSQL manual, CREATE POLICY).",
            "Test it with the role of the application first.",
            "CREATE POLICY own ON orders USING (owner = current_user);",
            """
            CREATE TABLE note (owner name PRIMARY KEY);
            CREATE POLICY own ON note USING (owner = current_user);
            """);

    public PolicyChangesVisibleRows() {
        super(Policy.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Policy kind) {
        if (context.lifespans().isNewTable(kind.table())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        (kind.create() ? "CREATE" : "ALTER") + " POLICY changes which rows of " + kind.table()
                                + " clients see.",
                        "Test it with the role of the application first.")
                .claiming(new Claim.Locks(kind.table(), LockMode.ACCESS_EXCLUSIVE)));
    }
}
