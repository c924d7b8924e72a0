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
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.DetachPartition;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** DETACH PARTITION without CONCURRENTLY. */
public final class DetachPartitionLocksParent extends ActionRule<DetachPartition> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("detach-partition-locks-parent"),
            List.of(46),
            Severity.MEDIUM,
            "A partition is detached without CONCURRENTLY.",
            "ACCESS EXCLUSIVE on the parent: for a moment nobody reads or writes any partition."
                    + " CONCURRENTLY since 14, not with a DEFAULT partition (PostgreSQL manual, ALTER TABLE).",
            "DETACH PARTITION ... CONCURRENTLY in a script of its own.",
            "ALTER TABLE orders DETACH PARTITION orders_old;",
            """
            --- V2__detach.sql.conf
            executeInTransaction=false
            --- V2__detach.sql
            ALTER TABLE orders DETACH PARTITION orders_old CONCURRENTLY;
            """);

    public DetachPartitionLocksParent() {
        super(DetachPartition.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, DetachPartition action) {
        if (action.concurrently() || action.finalizing()) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "DETACH PARTITION takes ACCESS EXCLUSIVE on " + table
                                + ": for a moment nobody reads or writes any partition.",
                        "Detach it CONCURRENTLY, unless there is a DEFAULT partition.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE))
                .fixedBy(Fix.withoutTransaction(
                        Sql.alter(table, "DETACH PARTITION " + SqlName.of(action.partition()) + " CONCURRENTLY"))));
    }
}
