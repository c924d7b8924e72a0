package dev.belay.rule;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.parse.ParsedScript;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.StatementTrace;
import java.util.List;
import java.util.Optional;

/**
 * What a rule may ask about a statement that ran on the scratch server.
 *
 * @param script where it stands
 * @param parsed the script's statements and their places
 * @param statement the statement
 * @param kind what it does, as far as its text says so
 * @param trace what was observed
 * @param said what its text has already given rise to: a rule does not say it again
 * @param before the catalogue before the first pending script
 * @param inTransaction whether the script ran in one transaction
 * @param major the server's major version
 */
public record TraceContext(
        ScriptFile script,
        ParsedScript parsed,
        Statement statement,
        StatementKind kind,
        StatementTrace trace,
        List<Finding> said,
        Catalogue before,
        boolean inTransaction,
        int major) {

    /** {@return whether a finding on the statement's text claims this, so that it need not be found again} */
    public boolean isSaid(Claim claim) {
        return said.stream().anyMatch(finding -> finding.claims().stream().anyMatch(other -> covers(other, claim)));
    }

    private static boolean covers(Claim other, Claim claim) {
        return other.getClass() == claim.getClass()
                && other.table().name().equals(claim.table().name());
    }

    /** {@return a finding of another severity than the rule's usual one on this statement} */
    public Finding finding(Rule rule, Severity severity, String message, String advice) {
        return new Finding(
                rule.id(),
                severity,
                Evidence.TRACED,
                script.script(),
                script.location(),
                Optional.of(statement.span()),
                Optional.of(statement.source()),
                message,
                advice);
    }

    /** {@return a finding of the rule's usual severity on this statement} */
    public Finding finding(Rule rule, String message, String advice) {
        return finding(rule, rule.doc().severity(), message, advice);
    }
}
