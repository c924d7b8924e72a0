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

/** ADD COLUMN ... REFERENCES. */
public final class ForeignKeyOnNewColumnLocksParent extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("foreign-key-on-new-column-locks-parent"),
            List.of(6),
            Severity.MEDIUM,
            "A column is added together with REFERENCES.",
            "SHARE ROW EXCLUSIVE on the table that it points to: writes there wait, for a moment;"
                    + " with a default every row is looked up meanwhile (PostgreSQL manual, ALTER TABLE).",
            "Add the column, then the foreign key NOT VALID, and validate it in the next script.",
            "ALTER TABLE orders ADD COLUMN customer int REFERENCES customer;",
            "ALTER TABLE orders ADD COLUMN customer int;");

    public ForeignKeyOnNewColumnLocksParent() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        Optional<ConstraintDefinition> key = action.column().constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.FOREIGN_KEY)
                .findFirst();
        QualifiedName parent = key.flatMap(ConstraintDefinition::references).orElse(table);
        if (key.isEmpty() || context.lifespans().isNewTable(parent)) {
            return Optional.empty();
        }
        String column = action.column().name();
        boolean filled = action.column().has(Kind.DEFAULT);
        String name = SqlName.of(Sql.name(key.get(), table, column, "fkey"));
        return Optional.of(context.finding(
                        this,
                        filled ? Severity.HIGH : Severity.MEDIUM,
                        "ADD COLUMN " + SqlName.of(column) + " REFERENCES " + parent + " blocks writes to " + parent
                                + (filled ? " while every row of " + table + " is looked up." : " for a moment."),
                        "Add the column, then the foreign key NOT VALID, and validate it in the next script.")
                .claiming(new Claim.Locks(parent, LockMode.SHARE_ROW_EXCLUSIVE))
                .fixedBy(Fix.of(Sql.alter(
                                table,
                                "ADD COLUMN " + SqlName.of(column) + " "
                                        + action.column().type()))
                        .then(Sql.alter(
                                table,
                                "ADD CONSTRAINT " + name + " FOREIGN KEY (" + SqlName.of(column) + ") "
                                        + Sql.body(key.get()) + " NOT VALID"))
                        .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name))));
    }
}
