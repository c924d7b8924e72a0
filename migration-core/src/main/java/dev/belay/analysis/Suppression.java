package dev.belay.analysis;

import dev.belay.analysis.Allowance.Says;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.DidYouMean;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceContext.State;
import dev.belay.script.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes out of a verdict what the scripts accept by {@code db:allow}, and says what came of each such comment. */
final class Suppression {

    private final List<Allowance> allowances;
    private final List<String> rules;
    private final LocalDate today;
    private final Decided decided;

    /** Whether it was looked at whether a rule speaks. */
    @FunctionalInterface
    interface Decided {

        /** {@return false for a rule that is off, and for one that needs a trace of the statement when there is none} */
        boolean isDecided(RuleId rule, ScriptReading reading, Optional<Integer> statement);
    }

    /**
     * @param rules all names of rules, also of those that are off
     * @param today the day on which it is checked
     */
    Suppression(List<ScriptReading> readings, List<String> rules, LocalDate today, Decided decided) {
        this.allowances = readings.stream()
                .flatMap(reading -> AllowanceReader.read(reading, rules).stream())
                .toList();
        this.rules = List.copyOf(rules);
        this.today = today;
        this.decided = decided;
    }

    /**
     * What is left.
     *
     * @param findings what nothing accepts
     * @param allowed what something accepts
     * @param comments the allowances of all scripts
     */
    record Outcome(List<Finding> findings, List<Allowed> allowed, List<AllowanceContext> comments) {}

    /**
     * Sorts the findings.
     *
     * @param gone findings that the trace disproved; who accepts one of them has not written in vain
     */
    Outcome apply(List<Finding> findings, List<Finding> gone) {
        var kept = new ArrayList<Finding>();
        var allowed = new ArrayList<Allowed>();
        Set<Allowance> used = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Allowance> missed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Finding finding : findings) {
            List<Allowance> matching = matching(finding);
            Optional<Allowance> valid = matching.stream().filter(this::isValid).max(LONGEST);
            valid.ifPresentOrElse(
                    allowance -> {
                        used.addAll(matching);
                        allowed.add(allowed(finding, allowance));
                    },
                    () -> {
                        missed.addAll(matching);
                        kept.add(finding);
                    });
        }
        gone.forEach(finding -> used.addAll(matching(finding)));
        List<AllowanceContext> comments = allowances.stream()
                .map(allowance -> new AllowanceContext(
                        allowance.reading().script(),
                        allowance.span(),
                        allowance.source(),
                        state(allowance, used, missed, kept)))
                .toList();
        return new Outcome(kept, allowed, comments);
    }

    private static final Comparator<Allowance> LONGEST =
            Comparator.comparing(allowance -> accepts(allowance).until().orElse(LocalDate.MAX));

    private List<Allowance> matching(Finding finding) {
        return allowances.stream()
                .filter(allowance -> allowance.says() instanceof Says.Accepts accepts
                        && accepts.rule().equals(finding.rule().value()))
                .filter(allowance -> allowance.reading().script().location().equals(finding.location()))
                .filter(allowance -> finding.span().isEmpty()
                        ? allowance.first()
                        : allowance.statement().equals(statementOf(allowance.reading(), finding)))
                .toList();
    }

    /** {@return the statement that a finding is about, or in whose code it is} */
    private static Optional<Integer> statementOf(ScriptReading reading, Finding finding) {
        int at = finding.span().orElseThrow().start().offset();
        return reading.parsed().statements().stream()
                .filter(statement -> statement.span().start().offset() <= at
                        && at <= statement.span().end().offset())
                .map(Statement::number)
                .findFirst();
    }

    private boolean isValid(Allowance allowance) {
        return accepts(allowance).until().filter(until -> until.isBefore(today)).isEmpty();
    }

    private static Says.Accepts accepts(Allowance allowance) {
        return (Says.Accepts) allowance.says();
    }

    private static Allowed allowed(Finding finding, Allowance allowance) {
        return new Allowed(
                finding, accepts(allowance).reason(), accepts(allowance).until());
    }

    private State state(Allowance allowance, Set<Allowance> used, Set<Allowance> missed, List<Finding> kept) {
        if (allowance.says() instanceof Says.Malformed malformed) {
            return new State.Malformed(malformed.why());
        }
        Says.Accepts accepts = accepts(allowance);
        if (!rules.contains(accepts.rule())) {
            return new State.NamesNoRule(accepts.rule(), DidYouMean.of(accepts.rule(), rules));
        }
        var rule = new RuleId(accepts.rule());
        if (missed.contains(allowance)) {
            return new State.Expired(rule, accepts.until().orElseThrow());
        }
        if (used.contains(allowance) || !decided.isDecided(rule, allowance.reading(), allowance.statement())) {
            return new State.InForce();
        }
        return new State.Unused(rule, elsewhere(allowance, rule, kept));
    }

    private static List<Integer> elsewhere(Allowance allowance, RuleId rule, List<Finding> kept) {
        return kept.stream()
                .filter(finding -> finding.rule().equals(rule))
                .filter(finding ->
                        finding.location().equals(allowance.reading().script().location()))
                .flatMap(finding -> finding.span().stream())
                .map(span -> span.start().line())
                .distinct()
                .sorted()
                .toList();
    }
}
