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
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD COLUMN ... CHECK (...). */
public final class CheckOnNewColumnScansTable extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("check-on-new-column-scans-table"),
            List.of(5),
            Severity.HIGH,
            "A column is added together with a CHECK.",
            "Every row is read under ACCESS EXCLUSIVE to see whether the constraint holds, although"
                    + " they all have the same value (PostgreSQL manual, ALTER TABLE).",
            "Add the column, then the constraint NOT VALID, and validate it in the next script.",
            "ALTER TABLE orders ADD COLUMN total int CHECK (total >= 0);",
            "ALTER TABLE orders ADD COLUMN total int;");

    public CheckOnNewColumnScansTable() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        Optional<ConstraintDefinition> check = action.column().constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.CHECK)
                .findFirst();
        return check.map(constraint -> {
            String column = action.column().name();
            String name = SqlName.of(Sql.name(constraint, table, column, "check"));
            return context.finding(
                            this,
                            "ADD COLUMN " + SqlName.of(column) + " with a CHECK reads every row of " + table
                                    + " while nobody else reads or writes it.",
                            "Add the column, then the constraint NOT VALID, and validate it in the next script.")
                    .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Scans(table))
                    .fixedBy(Fix.of(Sql.alter(
                                            table,
                                            "ADD COLUMN " + SqlName.of(column) + " "
                                                    + action.column().type()) + "\n"
                                    + Sql.alter(
                                            table,
                                            "ADD CONSTRAINT " + name + " " + Sql.body(constraint) + " NOT VALID"))
                            .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name)));
        });
    }
}
