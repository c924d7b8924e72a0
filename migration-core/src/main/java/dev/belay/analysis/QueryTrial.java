package dev.belay.analysis;

import dev.belay.migrate.PreparedScript;
import dev.belay.parse.Grammar;
import dev.belay.rule.QueryContext;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.trace.QueryProbe;
import dev.belay.trace.StatementObserver;
import dev.belay.trace.model.StatementTrace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries the application's queries while the pending scripts run on the scratch database: {@link #before} the first of
 * them, as an observer after each statement, and {@link #finish} behind the last.
 */
public final class QueryTrial implements StatementObserver {

    private static final Set<Class<? extends StatementKind>> ROWS_ONLY = Set.of(
            StatementKind.Insert.class,
            StatementKind.Update.class,
            StatementKind.Delete.class,
            StatementKind.Merge.class,
            StatementKind.Copy.class,
            StatementKind.Select.class,
            StatementKind.Set.class,
            StatementKind.TransactionControl.class);

    private final ApplicationQueries queries;
    private final QueryCompatibility compatibility;
    private final Optional<PlanComparison> plans;
    /** The script that ran last; null before the first. */
    private ScriptFile last;

    private QueryTrial(ApplicationQueries queries, QueryCompatibility compatibility, Optional<PlanComparison> plans) {
        this.queries = queries;
        this.compatibility = compatibility;
        this.plans = plans;
    }

    /**
     * Tries them when the history has been replayed and no pending script has run.
     *
     * @param session resolves names as the application does
     * @param withData whether the tables hold data worth planning for: a copy, rather than replayed scripts
     * @throws SQLException when the session is lost
     */
    public static QueryTrial before(Connection session, ApplicationQueries queries, boolean withData)
            throws SQLException {
        var probe = QueryProbe.of(session);
        var compatibility = QueryCompatibility.before(session, probe, queries.queries());
        Optional<PlanComparison> plans = withData
                ? Optional.of(PlanComparison.before(session, probe, compatibility.working()))
                : Optional.empty();
        return new QueryTrial(queries, compatibility, plans);
    }

    @Override
    public void ran(Connection worker, PreparedScript script, Statement statement, StatementTrace trace)
            throws SQLException {
        last = script.file();
        if (trace.ran() && mayChangeObjects(statement, trace)) {
            look(worker, Optional.of(statement));
        }
    }

    /** A trace names no changes where the scratch server gave no right to create event triggers. */
    private static boolean mayChangeObjects(Statement statement, StatementTrace trace) {
        return !trace.changes().isEmpty()
                || !ROWS_ONLY.contains(Grammar.kindOf(statement).getClass());
    }

    /**
     * Tries them behind the last pending script, outside its transaction: what was rolled back broke nothing.
     *
     * @throws SQLException when the session is lost
     */
    public QueryContext finish(Connection session) throws SQLException {
        if (last != null) {
            look(session, Optional.empty());
        }
        return new QueryContext(
                compatibility.broken(), plans.map(PlanComparison::dearer).orElse(List.of()));
    }

    private void look(Connection session, Optional<Statement> statement) throws SQLException {
        compatibility.look(session, last, statement);
        if (plans.isPresent()) {
            plans.get().look(session, last, statement);
        }
    }

    /** {@return how many were tried and how many could not be, for people} */
    public String words() {
        int tried = compatibility.working().size();
        Map<ApplicationQuery, String> unusable = compatibility.unusable();
        var words = new StringBuilder(tried + (tried == 1 ? " query" : " queries") + " of the application tried");
        if (!unusable.isEmpty()) {
            var first = unusable.entrySet().iterator().next();
            words.append(", ")
                    .append(unusable.size())
                    .append(" not, for they fail before the pending scripts, too (")
                    .append(first.getKey().place())
                    .append(": ")
                    .append(first.getValue())
                    .append(')');
        }
        if (queries.passedOver() > 0) {
            words.append(", ").append(queries.passedOver()).append(" passed over, for they cannot be prepared");
        }
        return words.toString();
    }
}
