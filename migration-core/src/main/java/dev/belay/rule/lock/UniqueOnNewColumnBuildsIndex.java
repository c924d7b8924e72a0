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

/** ADD COLUMN ... UNIQUE. */
public final class UniqueOnNewColumnBuildsIndex extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("unique-on-new-column-builds-index"),
            List.of(5),
            Severity.HIGH,
            "A column is added together with UNIQUE or PRIMARY KEY.",
            "The index is built while ACCESS EXCLUSIVE keeps everybody from the table (PostgreSQL"
                    + " manual, ALTER TABLE).",
            "Add the column, build the unique index concurrently, then make it a constraint.",
            "ALTER TABLE orders ADD COLUMN code text UNIQUE;",
            "ALTER TABLE orders ADD COLUMN code text;");

    public UniqueOnNewColumnBuildsIndex() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        Optional<ConstraintDefinition> unique = action.column().constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.UNIQUE || constraint.kind() == Kind.PRIMARY_KEY)
                .findFirst();
        return unique.map(constraint -> {
            String column = action.column().name();
            String words = constraint.kind() == Kind.UNIQUE ? "UNIQUE" : "PRIMARY KEY";
            String name = SqlName.of(Sql.name(constraint, table, column, "key"));
            return context.finding(
                            this,
                            "ADD COLUMN " + SqlName.of(column) + " " + words + " builds an index over " + table
                                    + " while nobody else reads or writes it.",
                            "Add the column, build the index concurrently, then make it a constraint.")
                    .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.BuildsIndex(table))
                    .fixedBy(Fix.of(Sql.alter(
                                    table,
                                    "ADD COLUMN " + SqlName.of(column) + " "
                                            + action.column().type()))
                            .thenWithoutTransaction("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON "
                                    + SqlName.of(table) + " (" + SqlName.of(column) + ");")
                            .then(Sql.alter(table, "ADD CONSTRAINT " + name + " UNIQUE USING INDEX " + name)));
        });
    }
}
