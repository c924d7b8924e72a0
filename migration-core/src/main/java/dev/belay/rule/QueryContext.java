package dev.belay.rule;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What became of the application's queries.
 *
 * @param broken those that worked before the pending scripts and fail after them
 * @param dearer those whose plans became much dearer
 */
public record QueryContext(List<Broken> broken, List<Dearer> dearer) {

    /** No query was tried. */
    public static final QueryContext NONE = new QueryContext(List.of(), List.of());

    public QueryContext {
        broken = List.copyOf(broken);
        dearer = List.copyOf(dearer);
    }

    /**
     * The statement of a pending script behind which a query was not what it had been.
     *
     * @param statement empty when only the end of the script showed it
     */
    public record Cause(ScriptFile script, Optional<Statement> statement) {}

    /**
     * A query that the server now refuses.
     *
     * @param error the server's words
     */
    public record Broken(ApplicationQuery query, Cause cause, String error) {}

    /**
     * A query that costs much more.
     *
     * @param before the planner's total cost before the first pending script, in its own units
     * @param after the same after the last one
     */
    public record Dearer(ApplicationQuery query, Cause cause, double before, double after) {}

    /** {@return a finding of the rule's usual severity on the statement that did it} */
    public Finding finding(Rule rule, Cause cause, String message, String advice) {
        return new Finding(
                rule.id(),
                rule.doc().severity(),
                Evidence.TRACED,
                cause.script().script(),
                cause.script().location(),
                cause.statement().map(Statement::span),
                cause.statement().map(Statement::source),
                message,
                advice);
    }
}
