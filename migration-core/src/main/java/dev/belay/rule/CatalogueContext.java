package dev.belay.rule;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The catalogue before and after the pending scripts.
 *
 * @param before before the first of them
 * @param after after the last of them
 * @param scripts what ran, in order
 */
public record CatalogueContext(Catalogue before, Catalogue after, List<Traced> scripts) {

    public CatalogueContext {
        scripts = List.copyOf(scripts);
    }

    /** A script, its statements and what they did. */
    public record Traced(ScriptFile script, List<Statement> statements, ScriptTrace trace) {}

    /**
     * {@return a finding on the last statement that did what is asked for; empty when none did}
     *
     * @param blame whether a statement is the one to name
     */
    public Optional<Finding> finding(Rule rule, Predicate<StatementTrace> blame, String message, String advice) {
        return finding(rule, (statement, trace) -> blame.test(trace), message, advice);
    }

    /** As {@link #finding(Rule, Predicate, String, String)}, for a blame that looks at the statement, too. */
    public Optional<Finding> finding(
            Rule rule, BiPredicate<Statement, StatementTrace> blame, String message, String advice) {
        Optional<Finding> last = Optional.empty();
        for (Traced traced : scripts) {
            for (StatementTrace trace : traced.trace().statements()) {
                Statement statement = traced.statements().get(trace.number() - 1);
                if (blame.test(statement, trace)) {
                    last = Optional.of(new Finding(
                            rule.id(),
                            rule.doc().severity(),
                            Evidence.TRACED,
                            traced.script().script(),
                            traced.script().location(),
                            Optional.of(statement.span()),
                            Optional.of(statement.source()),
                            message,
                            advice));
                }
            }
        }
        return last;
    }
}
