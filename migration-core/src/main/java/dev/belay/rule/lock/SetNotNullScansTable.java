package dev.belay.rule.lock;

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
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import dev.belay.script.TableAction.SetNotNull;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ALTER COLUMN ... SET NOT NULL. */
public final class SetNotNullScansTable extends ActionRule<SetNotNull> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("set-not-null-scans-table"),
            List.of(12),
            Severity.HIGH,
            "A column becomes NOT NULL, and no valid CHECK says so already.",
            "Every row is read under ACCESS EXCLUSIVE; it fails when one is null. With a valid CHECK"
                    + " (column IS NOT NULL) nothing is read, since 12 (PostgreSQL manual, ALTER TABLE).",
            "Add a CHECK NOT VALID, validate it in the next script, then SET NOT NULL and drop the"
                    + " check. From 18 on a NOT NULL constraint can be NOT VALID itself.",
            "ALTER TABLE orders ALTER COLUMN state SET NOT NULL;",
            "ALTER TABLE orders ADD CONSTRAINT orders_state_not_null CHECK (state IS NOT NULL) NOT" + " VALID;");

    public SetNotNullScansTable() {
        super(SetNotNull.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, SetNotNull action) {
        boolean validated = context.preceding().stream()
                .filter(AlterTable.class::isInstance)
                .map(AlterTable.class::cast)
                .filter(alter -> alter.table().equals(table))
                .flatMap(alter -> alter.actions().stream())
                .anyMatch(TableAction.ValidateConstraint.class::isInstance);
        if (validated) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "SET NOT NULL reads every row of " + table
                                + " while nobody else reads or writes it, and fails when " + action.column()
                                + " is null in one.",
                        "Let a constraint that is NOT VALID keep new nulls out, validate it, then set NOT NULL.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Scans(table))
                .fixedBy(fix(context.major(), table, action.column())));
    }

    private static Fix fix(int major, QualifiedName table, String column) {
        String name = SqlName.of(Sql.name(table.name(), column, "not_null"));
        String quoted = SqlName.of(column);
        if (major >= 18) {
            return Fix.of(Sql.alter(table, "ADD CONSTRAINT " + name + " NOT NULL " + quoted + " NOT VALID"))
                    .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name));
        }
        return Fix.of(Sql.alter(table, "ADD CONSTRAINT " + name + " CHECK (" + quoted + " IS NOT NULL) NOT VALID"))
                .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name) + "\n"
                        + Sql.alter(table, "ALTER COLUMN " + quoted + " SET NOT NULL") + "\n"
                        + Sql.alter(table, "DROP CONSTRAINT " + name));
    }
}
