package dev.belay.analysis;

import dev.belay.rule.QueryContext.Broken;
import dev.belay.rule.QueryContext.Cause;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.trace.QueryProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares the application's queries before the pending scripts, after each statement that changed something, and at the
 * end. What works before and not at the end is broken, by the statement after which it never worked again.
 */
final class QueryCompatibility {

    private final QueryProbe probe;
    private final List<ApplicationQuery> working;
    private final Map<ApplicationQuery, String> unusable;
    private final Map<ApplicationQuery, Broken> broken = new LinkedHashMap<>();

    private QueryCompatibility(
            QueryProbe probe, List<ApplicationQuery> working, Map<ApplicationQuery, String> unusable) {
        this.probe = probe;
        this.working = working;
        this.unusable = unusable;
    }

    /** Tries them before the first pending script. */
    static QueryCompatibility before(Connection session, QueryProbe probe, List<ApplicationQuery> queries)
            throws SQLException {
        Map<ApplicationQuery, String> unusable = probe.failures(session, queries);
        List<ApplicationQuery> working =
                queries.stream().filter(query -> !unusable.containsKey(query)).toList();
        return new QueryCompatibility(probe, working, unusable);
    }

    /** {@return those that work before the pending scripts} */
    List<ApplicationQuery> working() {
        return working;
    }

    /** {@return those that do not work before the pending scripts either, with the server's words} */
    Map<ApplicationQuery, String> unusable() {
        return unusable;
    }

    /**
     * Tries them again.
     *
     * @param script what ran last
     * @param statement its statement that ran last; empty at the very end
     */
    void look(Connection session, ScriptFile script, Optional<Statement> statement) throws SQLException {
        Map<ApplicationQuery, String> failures = probe.failures(session, working);
        // a statement further on may have put back what one took away
        broken.keySet().retainAll(failures.keySet());
        failures.forEach(
                (query, error) -> broken.putIfAbsent(query, new Broken(query, new Cause(script, statement), error)));
    }

    /** {@return those that did not work when they were last tried, in the order in which they broke} */
    List<Broken> broken() {
        return List.copyOf(broken.values());
    }
}
