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

/** ADD FOREIGN KEY without NOT VALID. */
public final class AddForeignKeyScansTable extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("add-foreign-key-scans-table"),
            List.of(15, 16),
            Severity.HIGH,
            "A foreign key is added that is not NOT VALID.",
            "SHARE ROW EXCLUSIVE on both tables, so that nobody writes to either, while every row is"
                    + " looked up (PostgreSQL manual, ALTER TABLE). On a partitioned table it cannot be NOT"
                    + " VALID before 18.",
            "Add it NOT VALID, and validate it in the next script. On a partitioned table before 18"
                    + " add it to each partition first.",
            "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES" + " customer (id);",
            "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES"
                    + " customer (id) NOT VALID;");

    public AddForeignKeyScansTable() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        ConstraintDefinition key = action.constraint();
        if (key.kind() != Kind.FOREIGN_KEY || key.notValid()) {
            return Optional.empty();
        }
        QualifiedName parent = key.references().orElse(table);
        String columns = Sql.inParentheses(Sql.body(key).replaceFirst("(?is)references.*", ""))
                .orElse("");
        String name = SqlName.of(Sql.name(key, table, columns.replaceAll("[^A-Za-z0-9_]+", "_"), "fkey"));
        return Optional.of(context.finding(
                        this,
                        "ADD FOREIGN KEY looks up every row of " + table + " while nobody writes to it or to " + parent
                                + ".",
                        "Add it NOT VALID, and validate it in the next script, which blocks no writes.")
                .claiming(new Claim.Locks(table, LockMode.SHARE_ROW_EXCLUSIVE), new Claim.Scans(table))
                .fixedBy(Fix.of(Sql.alter(table, "ADD CONSTRAINT " + name + " " + Sql.body(key) + " NOT VALID"))
                        .then(Sql.alter(table, "VALIDATE CONSTRAINT " + name))));
    }
}
