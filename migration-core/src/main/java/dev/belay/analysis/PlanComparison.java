package dev.belay.analysis;

import dev.belay.rule.QueryContext.Cause;
import dev.belay.rule.QueryContext.Dearer;
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
 * Compares what the planner expects the application's queries to cost before the pending scripts and after them. It says
 * something only about a database with data and statistics: without rows every plan is cheap.
 */
final class PlanComparison {

    /** Estimates are off by some factor on any day; an index that is gone makes them off by hundreds. */
    private static final double TIMES = 10;

    /** In the planner's units. What is cheaper takes milliseconds, however much it has grown. */
    private static final double WORTH_A_WORD = 1000;

    private final QueryProbe probe;
    private final Map<ApplicationQuery, Double> before;
    private final Map<ApplicationQuery, Dearer> dearer = new LinkedHashMap<>();

    private PlanComparison(QueryProbe probe, Map<ApplicationQuery, Double> before) {
        this.probe = probe;
        this.before = before;
    }

    /** Plans them before the first pending script. */
    static PlanComparison before(Connection session, QueryProbe probe, List<ApplicationQuery> queries)
            throws SQLException {
        return new PlanComparison(probe, probe.costs(session, queries));
    }

    /**
     * Plans them again.
     *
     * @param script what ran last
     * @param statement its statement that ran last; empty at the very end
     */
    void look(Connection session, ScriptFile script, Optional<Statement> statement) throws SQLException {
        Map<ApplicationQuery, Double> costs = probe.costs(session, List.copyOf(before.keySet()));
        costs.values().removeIf(cost -> cost <= WORTH_A_WORD);
        costs.entrySet().removeIf(now -> now.getValue() <= TIMES * before.get(now.getKey()));
        dearer.keySet().retainAll(costs.keySet());
        costs.forEach((query, cost) -> dearer.merge(
                query,
                new Dearer(query, new Cause(script, statement), before.get(query), cost),
                (old, now) -> new Dearer(query, old.cause(), old.before(), cost)));
    }

    /** {@return those that were much dearer when they were last planned, in the order in which they became so} */
    List<Dearer> dearer() {
        return List.copyOf(dearer.values());
    }
}
