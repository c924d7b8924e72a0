package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.StatementTrace.End;
import java.util.List;

/** A statement that does not end on the scratch server. */
public final class StatementTimesOut implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("statement-times-out"),
            List.of(58),
            Severity.HIGH,
            "A statement was stopped at the scratch server's statement timeout.",
            "On a copy without the data of production it takes longer than db.scratch.timeout; with the data it takes"
                    + " longer still. Its effects were rolled back, and the statements behind it were tried without them.",
            "Make it quicker, or give it more time: -Ddb.scratch.timeout=<seconds>.",
            "SELECT pg_sleep(3600);",
            "SELECT pg_sleep(0);");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        if (context.trace().end() != End.TIMED_OUT) {
            return List.of();
        }
        long seconds = Math.max(1, context.trace().duration().toSeconds());
        return List.of(context.finding(
                this,
                "It was stopped after " + seconds + " s on the scratch server (db.scratch.timeout), and rolled back.",
                "Make it quicker, or give it more time: -Ddb.scratch.timeout=<seconds>."));
    }
}
