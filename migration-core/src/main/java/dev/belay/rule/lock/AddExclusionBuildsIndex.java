package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddConstraint;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD EXCLUDE. */
public final class AddExclusionBuildsIndex extends ActionRule<AddConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("add-exclusion-builds-index"),
            List.of(21),
            Severity.HIGH,
            "An exclusion constraint is added.",
            "Its index is built while ACCESS EXCLUSIVE keeps everybody from the table; there is no"
                    + " way to do it concurrently (PostgreSQL manual, ALTER TABLE).",
            "Add it in a maintenance window, or create a new table with it and move the rows in" + " batches.",
            "ALTER TABLE booking ADD CONSTRAINT booking_room EXCLUDE USING gist (room WITH =, during" + " WITH &&);",
            "ALTER TABLE booking ADD CONSTRAINT booking_end CHECK (during IS NOT NULL) NOT VALID;");

    public AddExclusionBuildsIndex() {
        super(AddConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddConstraint action) {
        if (action.constraint().kind() != Kind.EXCLUDE) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "ADD EXCLUDE builds an index over " + table
                                + " while nobody else reads or writes it; it cannot be built" + " concurrently.",
                        "Add it in a maintenance window, or create a new table with it and move the rows in batches.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.BuildsIndex(table)));
    }
}
