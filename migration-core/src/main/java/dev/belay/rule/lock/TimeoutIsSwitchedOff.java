package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.Set;
import java.util.List;
import java.util.Optional;

/** SET lock_timeout or statement_timeout to 0. */
public final class TimeoutIsSwitchedOff extends KindRule<Set> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("timeout-is-switched-off"),
            List.of(57, 58),
            Severity.LOW,
            "lock_timeout or statement_timeout is set to 0.",
            "Statements wait for locks without end, and everybody queues behind them (PostgreSQL"
                    + " manual, Client Connection Defaults).",
            "Leave timeouts to the run.",
            "SET LOCAL lock_timeout = 0;",
            "SET LOCAL lock_timeout = '2s';");

    private static final List<String> TIMEOUTS = List.of("lock_timeout", "statement_timeout");

    public TimeoutIsSwitchedOff() {
        super(Set.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Set kind) {
        if (!kind.zero() || !TIMEOUTS.contains(kind.parameter())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "Without " + kind.parameter() + " a statement may wait without end, and everybody queues behind it.",
                "Leave timeouts to the run."));
    }
}
