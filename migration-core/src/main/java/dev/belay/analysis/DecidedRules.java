package dev.belay.analysis;

import dev.belay.finding.RuleId;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.QueryRule;
import dev.belay.rule.Rule;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.util.List;
import java.util.Optional;

/**
 * What a check looked at.
 *
 * @param rules those that are not off
 * @param trace empty when nothing was run
 * @param queries whether the application's queries were tried
 */
record DecidedRules(List<Rule> rules, Optional<Trace> trace, boolean queries) implements Suppression.Decided {

    @Override
    public boolean isDecided(RuleId id, ScriptReading reading, Optional<Integer> statement) {
        return rules.stream()
                .filter(rule -> rule.id().equals(id))
                .anyMatch(rule -> isDecided(rule, reading, statement));
    }

    private boolean isDecided(Rule rule, ScriptReading reading, Optional<Integer> statement) {
        if (rule instanceof TraceRule) {
            return isTraced(reading, statement);
        }
        if (rule instanceof CatalogueRule) {
            return trace.filter(it -> it.incomplete().isEmpty()).isPresent();
        }
        return !(rule instanceof QueryRule) || queries;
    }

    private boolean isTraced(ScriptReading reading, Optional<Integer> statement) {
        return trace.flatMap(it -> it.script(reading.script().script()))
                .filter(script -> statement.isEmpty()
                        || script.statement(statement.get())
                                .filter(it -> it.end() != StatementTrace.End.NOT_RUN)
                                .isPresent())
                .isPresent();
    }
}
