package dev.belay.rule.data;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction.DropColumn;
import java.util.List;
import java.util.Optional;

/** ALTER TABLE ... DROP COLUMN of a column that is not new. */
public final class DropColumnLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-column-loses-data"),
            List.of(33),
            Severity.HIGH,
            "ALTER TABLE drops a column that was there before the pending scripts.",
            "Every value of it is lost, and no undo script brings them back. Running code that names the column fails. The"
                    + " indexes and constraints that involve it go too, even without CASCADE (PostgreSQL manual, ALTER"
                    + " TABLE).",
            "Deploy code that neither reads nor writes the column first; drop it in a script of a later release. A NOT"
                    + " NULL column without default has to become nullable before that code is deployed.",
            "ALTER TABLE orders DROP COLUMN state;",
            "ALTER TABLE orders ALTER COLUMN state DROP NOT NULL;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof AlterTable alter)) {
            return List.of();
        }
        return alter.actions().stream()
                .filter(DropColumn.class::isInstance)
                .map(DropColumn.class::cast)
                .filter(drop -> !context.lifespans().isNewColumn(alter.table(), drop.column()))
                .map(drop -> context.finding(
                                this,
                                "DROP COLUMN loses every value of " + alter.table() + "." + drop.column()
                                        + ", and the indexes and constraints that involve it; running code that names it"
                                        + " fails.",
                                "Deploy code that does not use the column first, and drop it in a script of a later release.")
                        .claiming(new Claim.Drops(alter.table(), Optional.of(drop.column()))))
                .toList();
    }
}
