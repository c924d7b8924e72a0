package dev.belay.rule.data;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.rule.StatementRule;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.DropObjects;
import java.util.List;
import java.util.Optional;

/** DROP TABLE of a table that is not new. */
public final class DropTableLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-table-loses-data"),
            List.of(32),
            Severity.HIGH,
            "DROP TABLE names a table that was there before the pending scripts.",
            "Every row of it is lost, and no undo script brings them back. Running code that still uses it fails. It takes"
                    + " ACCESS EXCLUSIVE on the table and on each table that its foreign keys point to (PostgreSQL"
                    + " manual, 13.3 Explicit Locking).",
            "Deploy code that does not use the table, rename it in this release, and drop it in a later one when nothing"
                    + " missed it.",
            "DROP TABLE orders;",
            "ALTER TABLE orders RENAME TO orders_unused;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof DropObjects drop) || drop.type() != ObjectType.TABLE) {
            return List.of();
        }
        return drop.names().stream()
                .filter(table -> !context.lifespans().isNewTable(table))
                .map(table -> finding(context, table))
                .toList();
    }

    private Finding finding(RuleContext context, QualifiedName table) {
        return context.finding(
                        this,
                        "DROP TABLE loses every row of " + table
                                + ", and takes ACCESS EXCLUSIVE on it and on the tables that"
                                + " its foreign keys point to.",
                        "Once no running code uses it, rename it first, and drop it in a later release: ALTER TABLE "
                                + SqlName.of(table) + " RENAME TO " + SqlName.of(table.name() + "_unused") + ";")
                .claiming(new Claim.Drops(table, Optional.empty()));
    }
}
