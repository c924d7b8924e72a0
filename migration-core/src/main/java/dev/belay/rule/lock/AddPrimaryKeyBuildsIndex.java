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

/** ADD PRIMARY KEY without USING INDEX. */
public final class AddPrimaryKeyBuildsIndex extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("add-primary-key-builds-index"),
            List.of(19),
            Severity.HIGH,
            "A primary key is added that does not take over an index.",
            "Its index is built, and every row looked at for nulls, while ACCESS EXCLUSIVE keeps"
                    + " everybody from the table (PostgreSQL manual, ALTER TABLE).",
            "Make the columns NOT NULL first, build a unique index concurrently, then make it the" + " primary key.",
            "ALTER TABLE orders ADD PRIMARY KEY (id);",
            "ALTER TABLE orders ADD CONSTRAINT orders_pkey UNIQUE USING INDEX orders_pkey;");

    public AddPrimaryKeyBuildsIndex() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        ConstraintDefinition key = action.constraint();
        if (key.kind() != Kind.PRIMARY_KEY || key.usingIndex().isPresent()) {
            return Optional.empty();
        }
        String columns = Sql.inParentheses(Sql.body(key)).orElse("");
        String name = SqlName.of(Sql.name(key, table, "", "pkey"));
        return Optional.of(context.finding(
                        this,
                        "ADD PRIMARY KEY builds an index over " + table
                                + " while nobody else reads or writes it, and fails on" + " duplicates and nulls.",
                        "Make the columns NOT NULL without a scan under the lock, build the unique index concurrently, then make it"
                                + " the primary key.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.BuildsIndex(table))
                .fixedBy(Fix.withoutTransaction("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + SqlName.of(table)
                        + " (" + columns + ");")));
    }
}
