package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.Delete;
import java.util.List;

/** DELETE without WHERE from a table that is not new. */
public final class DeleteHitsEveryRow implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("delete-hits-every-row"),
            List.of(61),
            Severity.HIGH,
            "DELETE without WHERE from a table that was there before the pending scripts.",
            "Every row is lost, and no undo script brings them back. Until the commit whoever writes one of them waits; the"
                    + " space stays taken until a vacuum.",
            "Say with WHERE which rows are meant, and delete many rows in batches, each in a transaction of its own.",
            "DELETE FROM session;",
            "DELETE FROM session WHERE expires_at < DATE '2026-01-01';");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof Delete delete)
                || delete.hasWhere()
                || context.lifespans().isNewTable(delete.table())) {
            return List.of();
        }
        return List.of(context.finding(
                this,
                "DELETE without WHERE loses every row of " + delete.table()
                        + "; until the commit, writers of these rows wait.",
                "Say with WHERE which rows are meant; delete many rows in batches, each in a transaction of its own."));
    }
}
