package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.Update;
import java.util.List;

/** UPDATE without WHERE of a table that is not new. */
public final class UpdateHitsEveryRow implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("update-hits-every-row"),
            List.of(61),
            Severity.HIGH,
            "UPDATE without WHERE of a table that was there before the pending scripts.",
            "Every row is locked from when it is reached until the commit, so writers wait for a time that grows with the"
                    + " table; each row is written anew, which doubles the table and its WAL (PostgreSQL manual, 24.1"
                    + " Routine Vacuuming). The old values are lost.",
            "Say with WHERE which rows are meant, and update many rows in batches, each in a transaction of its own.",
            "UPDATE orders SET state = 'new';",
            "UPDATE orders SET state = 'new' WHERE state IS NULL AND id BETWEEN 1 AND 10000;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof Update update)
                || update.hasWhere()
                || context.lifespans().isNewTable(update.table())) {
            return List.of();
        }
        return List.of(context.finding(
                this,
                "UPDATE without WHERE rewrites every row of " + update.table()
                        + " in one transaction: writers of these rows wait until the commit, for a time that grows with"
                        + " the table.",
                "Say with WHERE which rows are meant; update many rows in batches, each in a transaction of its own."));
    }
}
