package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.ReplicaIdentity;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** REPLICA IDENTITY. */
public final class ReplicaIdentityLocksTable extends ActionRule<ReplicaIdentity> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("replica-identity-locks-table"),
            List.of(49),
            Severity.MEDIUM,
            "The replica identity changes.",
            "ACCESS EXCLUSIVE for a moment; FULL makes every later update write the whole old row to"
                    + " the WAL (PostgreSQL manual, ALTER TABLE).",
            "Give it a lock deadline, and do it when no long transaction runs.",
            "ALTER TABLE orders REPLICA IDENTITY FULL;",
            "ALTER TABLE orders SET (fillfactor = 90);");

    public ReplicaIdentityLocksTable() {
        super(ReplicaIdentity.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, ReplicaIdentity action) {
        return Optional.of(context.finding(
                        this,
                        "REPLICA IDENTITY takes ACCESS EXCLUSIVE on " + table
                                + " for a moment; behind a long transaction everybody" + " waits.",
                        "Do it when no long transaction runs.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE)));
    }
}
