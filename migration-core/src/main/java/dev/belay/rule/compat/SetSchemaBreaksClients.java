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
import dev.belay.script.TableAction.SetSchema;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ALTER TABLE ... SET SCHEMA. */
public final class SetSchemaBreaksClients extends ActionRule<SetSchema> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("set-schema-breaks-clients"),
            List.of(40),
            Severity.HIGH,
            "A table is moved to another schema.",
            "Every running client that does not have that schema in its search_path, or names the old"
                    + " one, fails from the commit on.",
            "Leave a view at the old place in the same script; drop it in a later release.",
            "ALTER TABLE orders SET SCHEMA archive;",
            """
            ALTER TABLE orders SET SCHEMA archive;
            CREATE VIEW orders AS SELECT * FROM archive.orders;
            """);

    public SetSchemaBreaksClients() {
        super(SetSchema.class);
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
    protected Optional<Finding> check(RuleContext context, QualifiedName table, SetSchema action) {
        boolean kept = context.inTransaction()
                && context.following().stream()
                        .anyMatch(next -> next instanceof StatementKind.CreateView view
                                && view.name().name().equals(table.name()));
        if (kept) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "Running clients that look for " + table + " where it was fail.",
                        "Leave a view at the old place in the same script, and drop it in a later release.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE))
                .fixedBy(Fix.of(Sql.alter(table, "SET SCHEMA " + SqlName.of(action.schema())) + "\nCREATE VIEW "
                        + SqlName.of(table) + " AS SELECT * FROM " + SqlName.of(action.schema()) + "."
                        + SqlName.of(table.name())
                        + ";")));
    }
}
