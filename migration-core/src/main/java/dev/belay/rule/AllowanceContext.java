package dev.belay.rule;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.script.ScriptFile;
import dev.belay.script.Span;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A comment that accepts findings, {@code -- db:allow <rule-id>: <reason>}, and what came of it.
 *
 * @param script where it stands
 * @param span its place in the file
 * @param source as written
 * @param state what came of it
 */
public record AllowanceContext(ScriptFile script, Span span, String source, State state) {

    /** What came of an allowance. */
    public sealed interface State {

        /** It accepts something, or that is decided by what was not looked at this time. */
        record InForce() implements State {}

        /**
         * It is not in the form of one, and accepts nothing.
         *
         * @param why half a sentence
         */
        record Malformed(String why) implements State {}

        /**
         * It names a rule that does not exist.
         *
         * @param name as written
         * @param nearest the rule that may be meant
         */
        record NamesNoRule(String name, Optional<String> nearest) implements State {}

        /**
         * Its day has passed, and what it accepted is still there.
         *
         * @param until its last day
         */
        record Expired(RuleId rule, LocalDate until) implements State {}

        /**
         * There is nothing that it could accept.
         *
         * @param elsewhere lines of the script's statements of which the rule does speak, from 1
         */
        record Unused(RuleId rule, List<Integer> elsewhere) implements State {

            public Unused {
                elsewhere = List.copyOf(elsewhere);
            }
        }
    }

    /** {@return a finding of the rule's usual severity on this comment} */
    public Finding finding(Rule rule, String message, String advice) {
        return new Finding(
                rule.id(),
                rule.doc().severity(),
                Evidence.STATIC,
                script.script(),
                script.location(),
                Optional.of(span),
                Optional.of(source),
                message,
                advice);
    }
}
