package dev.belay.rule.compat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction.RenameTable;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ALTER TABLE ... RENAME TO. */
public final class RenameTableBreaksClients extends ActionRule<RenameTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("rename-table-breaks-clients"),
            List.of(39),
            Severity.HIGH,
            "A table is renamed.",
            "Every running client that names it fails from the commit on.",
            "Rename it and create a view with the old name in the same script; drop the view in a" + " later release.",
            "ALTER TABLE orders RENAME TO purchase;",
            """
            ALTER TABLE orders RENAME TO purchase;
            CREATE VIEW orders AS SELECT * FROM purchase;
            """);

    public RenameTableBreaksClients() {
        super(RenameTable.class);
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
    protected Optional<Finding> check(RuleContext context, QualifiedName table, RenameTable action) {
        boolean kept = context.inTransaction()
                && context.following().stream()
                        .anyMatch(next -> next instanceof StatementKind.CreateView view
                                && view.name().name().equals(table.name()));
        if (kept) {
            return Optional.empty();
        }
        String schema = table.schema().map(name -> SqlName.of(name) + ".").orElse("");
        return Optional.of(context.finding(
                        this,
                        "Running clients that name " + table + " fail.",
                        "Leave a view with the old name in the same script, and drop it in a later release.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE))
                .fixedBy(Fix.of(Sql.alter(table, "RENAME TO " + SqlName.of(action.to())) + "\nCREATE VIEW "
                        + SqlName.of(table) + " AS SELECT * FROM " + schema + SqlName.of(action.to()) + ";")));
    }
}
