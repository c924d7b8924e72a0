package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.StatementTrace.End;
import java.util.List;

/** A statement after which there is no session any more. */
public final class StatementEndsSession implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("statement-ends-session"),
            List.of(73),
            Severity.HIGH,
            "The session of the script ended while a statement ran.",
            "An upgrade would fail there without an answer of the server's. The rest of the script was not tried.",
            "Leave the sessions of the server alone.",
            "SELECT pg_terminate_backend(pg_backend_pid());",
            "SELECT pg_backend_pid();");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        return context.trace().end() == End.SESSION_LOST
                ? List.of(context.finding(
                        this,
                        "It ended the session that runs the script; the statements behind it were not tried.",
                        "Leave the sessions of the server alone."))
                : List.of();
    }
}
