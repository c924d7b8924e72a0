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

/** ADD UNIQUE without USING INDEX. */
public final class AddUniqueBuildsIndex extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("add-unique-builds-index"),
            List.of(18, 22),
            Severity.HIGH,
            "A UNIQUE constraint is added that does not take over an index.",
            "Its index is built while ACCESS EXCLUSIVE keeps everybody from the table, and the"
                    + " statement fails on duplicates (PostgreSQL manual, ALTER TABLE).",
            "Build the unique index concurrently in a script of its own, then make it a constraint,"
                    + " which takes a moment.",
            "ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE (code);",
            "ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE USING INDEX orders_code;");

    public AddUniqueBuildsIndex() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        ConstraintDefinition unique = action.constraint();
        if (unique.kind() != Kind.UNIQUE || unique.usingIndex().isPresent()) {
            return Optional.empty();
        }
        String columns = Sql.inParentheses(Sql.body(unique)).orElse("");
        String name = SqlName.of(Sql.name(unique, table, columns.replaceAll("[^A-Za-z0-9_]+", "_"), "key"));
        return Optional.of(context.finding(
                        this,
                        "ADD UNIQUE builds an index over " + table
                                + " while nobody else reads or writes it, and fails on duplicates.",
                        "Build the unique index concurrently, then make it a constraint.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.BuildsIndex(table))
                .fixedBy(Fix.withoutTransaction("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + SqlName.of(table)
                                + " (" + columns + ");")
                        .then(Sql.alter(table, "ADD CONSTRAINT " + name + " UNIQUE USING INDEX " + name))));
    }
}
