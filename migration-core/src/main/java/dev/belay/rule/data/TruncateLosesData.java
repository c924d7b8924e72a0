package dev.belay.rule.data;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.Truncate;
import dev.belay.trace.model.LockMode;
import java.util.List;

/** TRUNCATE of a table that is not new. */
public final class TruncateLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("truncate-loses-data"),
            List.of(37),
            Severity.HIGH,
            "TRUNCATE names a table that was there before the pending scripts.",
            "Every row of it is lost, and no undo script brings them back. It takes ACCESS EXCLUSIVE, and readers with an"
                    + " older snapshot see the table empty: TRUNCATE is not MVCC-safe (PostgreSQL manual, 13.6 Caveats).",
            "Delete the rows that are meant, with a WHERE and in batches; or rename the table and create an empty one.",
            "TRUNCATE session;",
            "DELETE FROM session WHERE expires_at < DATE '2026-01-01';");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof Truncate truncate)) {
            return List.of();
        }
        return truncate.tables().stream()
                .filter(table -> !context.lifespans().isNewTable(table))
                .map(table -> context.finding(
                                this,
                                "TRUNCATE loses every row of " + table
                                        + ", and takes ACCESS EXCLUSIVE on it: readers and writers wait until the commit.",
                                "Delete the rows that are meant, with a WHERE and in batches; or keep them by renaming the table"
                                        + " and creating an empty one.")
                        .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE)))
                .toList();
    }
}
