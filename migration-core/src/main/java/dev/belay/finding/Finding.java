package dev.belay.finding;

import dev.belay.script.Span;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong, or worth knowing, about a script.
 *
 * @param rule the rule that found it
 * @param severity how bad it is
 * @param evidence what it rests on
 * @param script the script's path as the history table names it, such as {@code V7__add_roles.sql}
 * @param location the script's path on disk where there is one, else the same as {@code script}
 * @param span the place in the script; empty when the finding is about the script as a whole
 * @param statement the statement's text; empty when the finding is about the script as a whole
 * @param message what happens, and to whom: one or two sentences
 * @param advice what to do instead: an instruction; may be empty
 * @param claims what a trace has to show for it to be true; empty when a trace could not tell
 * @param fix a safe way to the same end, as SQL; empty when there is none that fits every case
 */
public record Finding(
        RuleId rule,
        Severity severity,
        Evidence evidence,
        String script,
        String location,
        Optional<Span> span,
        Optional<String> statement,
        String message,
        String advice,
        List<Claim> claims,
        Optional<Fix> fix) {

    public Finding {
        claims = List.copyOf(claims);
    }

    /** A finding that a trace cannot overturn, without a fix. */
    public Finding(
            RuleId rule,
            Severity severity,
            Evidence evidence,
            String script,
            String location,
            Optional<Span> span,
            Optional<String> statement,
            String message,
            String advice) {
        this(rule, severity, evidence, script, location, span, statement, message, advice, List.of(), Optional.empty());
    }

    /** {@return {@code V7__add_roles.sql:3:1}, or only the script for a finding about all of it} */
    public String place() {
        return script + span.map(s -> ":" + s.start()).orElse("");
    }

    /** {@return the same finding with another severity} */
    public Finding withSeverity(Severity other) {
        return new Finding(rule, other, evidence, script, location, span, statement, message, advice, claims, fix);
    }

    /** {@return the same finding, resting on something else} */
    public Finding withEvidence(Evidence other) {
        return new Finding(rule, severity, other, script, location, span, statement, message, advice, claims, fix);
    }

    /** {@return the same finding at another place} */
    public Finding at(Span other) {
        return new Finding(
                rule,
                severity,
                evidence,
                script,
                location,
                Optional.of(other),
                statement,
                message,
                advice,
                claims,
                fix);
    }

    /** {@return the same finding in a script that is elsewhere on disk} */
    public Finding in(String otherLocation) {
        return new Finding(
                rule, severity, evidence, script, otherLocation, span, statement, message, advice, claims, fix);
    }

    /** {@return the same finding in other words} */
    public Finding withMessage(String other) {
        return new Finding(rule, severity, evidence, script, location, span, statement, other, advice, claims, fix);
    }

    /** {@return the same finding, true only if a trace shows all of this} */
    public Finding claiming(Claim... others) {
        return new Finding(
                rule, severity, evidence, script, location, span, statement, message, advice, List.of(others), fix);
    }

    /** {@return the same finding without a fix, and with other advice} */
    public Finding unfixed(String otherAdvice) {
        return new Finding(
                rule,
                severity,
                evidence,
                script,
                location,
                span,
                statement,
                message,
                otherAdvice,
                claims,
                Optional.empty());
    }

    /** {@return the same finding with a safe way to the same end} */
    public Finding fixedBy(Fix other) {
        return new Finding(
                rule,
                severity,
                evidence,
                script,
                location,
                span,
                statement,
                message,
                advice,
                claims,
                Optional.of(other));
    }
}
