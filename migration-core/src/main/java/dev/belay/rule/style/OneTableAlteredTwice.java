package dev.belay.rule.style;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import java.util.List;

/** Two ALTER TABLE of one table that each go through its rows. */
public final class OneTableAlteredTwice implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("one-table-altered-twice"),
            List.of(60),
            Severity.LOW,
            "Two statements change types, or set NOT NULL, on the same table that was there before.",
            "Each goes through all rows; in one ALTER TABLE they share one pass (PostgreSQL manual, ALTER TABLE).",
            "Combine the actions in one ALTER TABLE.",
            """
            ALTER TABLE orders ALTER COLUMN total TYPE bigint;
            ALTER TABLE orders ALTER COLUMN customer TYPE bigint;
            """,
            "ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN customer TYPE bigint;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!goesThroughRows(context.kind())) {
            return List.of();
        }
        AlterTable alter = (AlterTable) context.kind();
        boolean again = context.preceding().stream()
                .anyMatch(before ->
                        goesThroughRows(before) && ((AlterTable) before).table().equals(alter.table()));
        if (!again || context.lifespans().isNewTable(alter.table())) {
            return List.of();
        }
        return List.of(context.finding(
                        this,
                        "An earlier ALTER TABLE of this script goes through the rows of " + alter.table() + ", too.",
                        "Combine them in one ALTER TABLE, which goes through the rows once.")
                .claiming(new Claim.Scans(alter.table())));
    }

    private static boolean goesThroughRows(StatementKind kind) {
        return kind instanceof AlterTable alter
                && alter.actions().stream()
                        .anyMatch(action -> action instanceof TableAction.AlterColumnType
                                || action instanceof TableAction.SetNotNull);
    }
}
