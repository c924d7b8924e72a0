package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AttachPartition;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ATTACH PARTITION. */
public final class AttachPartitionScansChild extends ActionRule<AttachPartition> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("attach-partition-scans-child"),
            List.of(44),
            Severity.HIGH,
            "An existing table becomes a partition.",
            "The table is read under ACCESS EXCLUSIVE to see whether its rows fit, and so is the"
                    + " DEFAULT partition, unless a valid CHECK proves it; the parent has SHARE UPDATE"
                    + " EXCLUSIVE, since 12 (PostgreSQL manual, ALTER TABLE).",
            "Give the table a CHECK that says what the bounds say (NOT VALID, then VALIDATE) before,"
                    + " and drop it after.",
            "ALTER TABLE orders ATTACH PARTITION orders_old FOR VALUES FROM (0) TO (100);",
            "ALTER TABLE orders_old ADD CONSTRAINT bounds CHECK (id >= 0 AND id < 100) NOT VALID;");

    public AttachPartitionScansChild() {
        super(AttachPartition.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AttachPartition action) {
        if (context.lifespans().isNewTable(action.partition())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "ATTACH PARTITION reads every row of " + action.partition()
                                + " while nobody else reads or writes it, and every row of the DEFAULT partition.",
                        "Give " + action.partition()
                                + " a CHECK that says what the bounds say first: NOT VALID, then VALIDATE.")
                .claiming(
                        new Claim.Locks(action.partition(), LockMode.ACCESS_EXCLUSIVE),
                        new Claim.Scans(action.partition())));
    }
}
