package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddConstraint;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD PRIMARY KEY USING INDEX. */
public final class PrimaryKeyUsingIndexScansTable extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("primary-key-using-index-scans-table"),
            List.of(20),
            Severity.HIGH,
            "A primary key takes over an index, and its columns may be nullable.",
            "Nullable columns become NOT NULL, for which every row is read under ACCESS EXCLUSIVE"
                    + " (PostgreSQL manual, ALTER TABLE). Whether they are nullable only a server says.",
            "Make the columns NOT NULL first, by a CHECK that is validated before.",
            "ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_id;",
            "ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE USING INDEX orders_id;");

    public PrimaryKeyUsingIndexScansTable() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        ConstraintDefinition key = action.constraint();
        if (key.kind() != Kind.PRIMARY_KEY || key.usingIndex().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "PRIMARY KEY USING INDEX reads every row of " + table
                                + " while nobody else reads or writes it, if a column" + " of the index is nullable.",
                        "Make the columns NOT NULL first: CHECK NOT VALID, VALIDATE, SET NOT NULL.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Scans(table)));
    }
}
