package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.parse.SessionReset;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import java.util.List;

/** DISCARD ALL, or the release of all advisory locks. */
public final class SessionIsReset implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("session-is-reset"),
            List.of(84),
            Severity.HIGH,
            "A script resets its session with DISCARD ALL, or releases all advisory locks.",
            "It drops the lock that keeps two runs apart, and with DISCARD ALL the role and search_path that the run has"
                    + " set (PostgreSQL manual, DISCARD). An upgrade with it is refused before anything runs.",
            "RESET the parameter that is meant; DEALLOCATE or DROP what is meant.",
            "DISCARD ALL;",
            "RESET work_mem;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return true;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        return !context.part().inCode() && SessionReset.is(context.statement())
                ? List.of(context.finding(
                        this,
                        "It drops the lock that keeps two runs apart; an upgrade with it is refused before anything runs.",
                        "RESET the parameter, DEALLOCATE or DROP what is meant."))
                : List.of();
    }
}
