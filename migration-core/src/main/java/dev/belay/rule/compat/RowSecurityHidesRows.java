package dev.belay.rule.compat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.RowSecurity;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ENABLE and DISABLE ROW LEVEL SECURITY. */
public final class RowSecurityHidesRows extends ActionRule<RowSecurity> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("row-security-hides-rows"),
            List.of(50),
            Severity.HIGH,
            "Row level security is enabled or disabled.",
            "Enabled without a policy, a table looks empty to all but its owner and superusers;"
                    + " disabled, everybody who may read sees every row (PostgreSQL manual, Row Security"
                    + " Policies).",
            "Create the policies first, test them with the role of the application, and enable them"
                    + " in a later script.",
            "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;",
            """
            CREATE POLICY own ON fresh USING (owner = current_user);
            """);

    public RowSecurityHidesRows() {
        super(RowSecurity.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, RowSecurity action) {
        return Optional.of(context.finding(
                        this,
                        action.on()
                                ? "Row level security hides every row of " + table
                                        + " from clients for which no policy allows it."
                                : "Without row level security clients see rows of " + table
                                        + " that were hidden from them.",
                        "Test the policies with the role of the application first.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE)));
    }
}
