package dev.belay.finding;

import dev.belay.script.Span;
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
        String advice) {

    /** {@return {@code V7__add_roles.sql:3:1}, or only the script for a finding about all of it} */
    public String place() {
        return script + span.map(s -> ":" + s.start()).orElse("");
    }

    /** {@return the same finding with another severity} */
    public Finding withSeverity(Severity other) {
        return new Finding(rule, other, evidence, script, location, span, statement, message, advice);
    }
}
