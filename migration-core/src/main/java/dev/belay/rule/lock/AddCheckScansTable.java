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
import dev.belay.script.TableAction.AddConstraint;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD CONSTRAINT ... CHECK without NOT VALID. */
public final class AddCheckScansTable extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("add-check-scans-table"),
            List.of(14),
            Severity.HIGH,
            "A CHECK is added that is not NOT VALID.",
            "Every row is read under ACCESS EXCLUSIVE; it fails when one does not satisfy it"
                    + " (PostgreSQL manual, ALTER TABLE).",
            "Add it NOT VALID, which only looks at new rows, and validate it in the next script,"
                    + " which blocks nobody.",
            "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);",
            "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;");

    public AddCheckScansTable() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        ConstraintDefinition check = action.constraint();
        if (check.kind() != Kind.CHECK || check.notValid()) {
            return Optional.empty();
        }
        String name = SqlName.of(Sql.name(check, table, "", "check"));
        return Optional.of(context.finding(
                        this,
                        "ADD CHECK reads every row of " + table
                                + " while nobody else reads or writes it, and fails when one does" + " not satisfy it.",
                        "Add it NOT VALID, and validate it in the next script, which blocks neither reads nor writes.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Scans(table))
                .fixedBy(Fix.of(Sql.alter(table, "ADD CONSTRAINT " + name + " " + Sql.body(check) + " NOT VALID"))
                        .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name))));
    }
}
