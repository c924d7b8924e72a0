package dev.belay.rule.compat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.RenameColumn;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** RENAME COLUMN. */
public final class RenameColumnBreaksClients extends ActionRule<RenameColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("rename-column-breaks-clients"),
            List.of(38),
            Severity.HIGH,
            "A column is renamed.",
            "Every running client that names it fails from the commit on.",
            "Add the new column, write both from the application or by a trigger, move the readers,"
                    + " drop the old one in a later release.",
            "ALTER TABLE orders RENAME COLUMN state TO status;",
            "ALTER TABLE orders ADD COLUMN status text;");

    public RenameColumnBreaksClients() {
        super(RenameColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return false;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, RenameColumn action) {
        if (context.lifespans().isNewColumn(table, action.from())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "Running clients that name " + table + "." + action.from() + " fail.",
                        "Add " + action.to() + " beside it, write both, move the readers, and drop " + action.from()
                                + " in a later release.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE)));
    }
}
