package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import dev.belay.script.TableAction.ValidateConstraint;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD ... NOT VALID and VALIDATE in one transaction. */
public final class ValidatedUnderStrongLock extends ActionRule<ValidateConstraint> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("validated-under-strong-lock"),
            List.of(17),
            Severity.HIGH,
            "A constraint is added NOT VALID and validated in the same transaction.",
            "The strong lock of ADD CONSTRAINT stays until the transaction ends, so the rows are read"
                    + " under it all the same.",
            "Validate it in a script of its own, which comes next.",
            """
            ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
            ALTER TABLE orders VALIDATE CONSTRAINT positive;
            """,
            """
            --- V2__add.sql
            ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
            --- V3__validate.sql
            ALTER TABLE orders VALIDATE CONSTRAINT positive;
            """);

    public ValidatedUnderStrongLock() {
        super(ValidateConstraint.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, ValidateConstraint action) {
        boolean added = context.inTransaction()
                && context.preceding().stream()
                        .filter(AlterTable.class::isInstance)
                        .map(AlterTable.class::cast)
                        .filter(alter -> alter.table().equals(table))
                        .flatMap(alter -> alter.actions().stream())
                        .anyMatch(before -> before instanceof TableAction.AddConstraint add
                                && add.constraint().notValid());
        if (!added) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "VALIDATE CONSTRAINT reads every row of " + table
                                + " under the strong lock that an earlier statement of" + " this transaction took.",
                        "Validate it in a script of its own, which comes next.")
                .claiming(new Claim.Locks(table, LockMode.SHARE_ROW_EXCLUSIVE), new Claim.Scans(table)));
    }
}
