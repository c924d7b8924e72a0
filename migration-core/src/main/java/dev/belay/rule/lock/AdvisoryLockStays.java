package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import java.util.List;
import java.util.regex.Pattern;

/** Session-level advisory locks. */
public final class AdvisoryLockStays implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("advisory-lock-stays"),
            List.of(83),
            Severity.MEDIUM,
            "A script takes a session-level advisory lock.",
            "It outlives the transaction and the script; clients that use the same key wait until the run ends (PostgreSQL"
                    + " manual, Advisory Locks).",
            "pg_advisory_xact_lock ends with the transaction.",
            "SELECT pg_advisory_lock(7);",
            "SELECT pg_advisory_xact_lock(7);");

    private static final Pattern CALL =
            Pattern.compile("\\bpg_(?:try_)?advisory_lock(?:_shared)?\\s*\\(", Pattern.CASE_INSENSITIVE);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        return CALL.matcher(context.part().source()).find()
                ? List.of(context.finding(
                        this,
                        "The advisory lock is held until the run ends, whatever becomes of the transaction.",
                        "Take it with pg_advisory_xact_lock."))
                : List.of();
    }
}
