package dev.belay.rule;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.script.ScriptFile;
import dev.belay.script.Span;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;

/**
 * What a rule may ask about the statement it judges.
 *
 * @param script where it stands
 * @param statement the statement of the script that it is, or is a part of
 * @param part its place and text: those of the statement, or of one inside the code of a DO block
 * @param kind what it does; of a statement whose WITH queries change data each of them is judged on its own
 * @param preceding what the script does before it, in order
 * @param following what the script does after it, in order
 * @param inTransaction whether the script runs in one transaction
 * @param lifespans what exists only since a pending script
 * @param major the target's major version, or that which it is taken to be
 */
public record RuleContext(
        ScriptFile script,
        Statement statement,
        Part part,
        StatementKind kind,
        List<StatementKind> preceding,
        List<StatementKind> following,
        boolean inTransaction,
        Lifespans lifespans,
        int major) {

    /**
     * What a finding shows.
     *
     * @param span where it stands in the file
     * @param source its text
     * @param inCode whether it stands in the code of a DO block
     */
    public record Part(Span span, String source, boolean inCode) {}

    /** {@return a finding of the rule's usual severity on this statement} */
    public Finding finding(Rule rule, String message, String advice) {
        return finding(rule, rule.doc().severity(), message, advice);
    }

    /** {@return a finding of another severity than the rule's usual one on this statement} */
    public Finding finding(Rule rule, Severity severity, String message, String advice) {
        return new Finding(
                rule.id(),
                severity,
                Evidence.STATIC,
                script.script(),
                script.location(),
                Optional.of(part.span()),
                Optional.of(part.source()),
                message,
                advice);
    }
}
