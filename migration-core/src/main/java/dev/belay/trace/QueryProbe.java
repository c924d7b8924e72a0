package dev.belay.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.script.ApplicationQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * Tries queries in a session without running them, in the middle of whatever it does: under a savepoint that is always
 * rolled back to, which gives the locks back that parsing takes.
 */
public final class QueryProbe {

    /** As many are tried in one round trip; most work, so that few have to be tried again on their own. */
    private static final int AT_ONCE = 50;

    private static final String NAME = "belay_query";
    private static final String UNDO = "rollback to savepoint " + NAME;

    private final String searchPath;

    /**
     * @param searchPath the application's, as {@code SHOW search_path} gives it; a script may change its session's
     */
    public QueryProbe(String searchPath) {
        this.searchPath = searchPath;
    }

    /** {@return a probe that resolves names as the session does now} */
    public static QueryProbe of(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("show search_path")) {
            row.next();
            return new QueryProbe(row.getString(1));
        }
    }

    /**
     * Prepares queries.
     *
     * @return the server's words for each that it refuses; empty for all in a session whose transaction has failed
     * @throws SQLException when the session is lost
     */
    public Map<ApplicationQuery, String> failures(Connection session, List<ApplicationQuery> queries)
            throws SQLException {
        return inSavepoint(session, Map.of(), run -> {
            var failures = new LinkedHashMap<ApplicationQuery, String>();
            for (int from = 0; from < queries.size(); from += AT_ONCE) {
                prepare(run, queries.subList(from, Math.min(from + AT_ONCE, queries.size())), failures);
            }
            return failures;
        });
    }

    /**
     * Plans queries without knowing their parameters.
     *
     * @return the planner's total cost of each that it plans
     * @throws SQLException when the session is lost
     */
    public Map<ApplicationQuery, Double> costs(Connection session, List<ApplicationQuery> queries) throws SQLException {
        return inSavepoint(session, Map.of(), run -> {
            var costs = new LinkedHashMap<ApplicationQuery, Double>();
            for (ApplicationQuery query : queries) {
                cost(run, query).ifPresent(cost -> costs.put(query, cost));
            }
            return costs;
        });
    }

    private void prepare(Run run, List<ApplicationQuery> queries, Map<ApplicationQuery, String> failures)
            throws SQLException {
        String all = queries.stream()
                .map(query -> "prepare " + NAME + " as " + query.sql() + "\n;\ndeallocate " + NAME)
                .collect(Collectors.joining(";\n"));
        Optional<String> failure = run.attempt(path() + ";\n" + all);
        if (failure.isEmpty()) {
            return;
        }
        if (queries.size() == 1) {
            failures.put(queries.get(0), failure.get());
            return;
        }
        int half = queries.size() / 2;
        prepare(run, queries.subList(0, half), failures);
        prepare(run, queries.subList(half, queries.size()), failures);
    }

    /**
     * A generic plan is what a session of the application ends up with (PostgreSQL manual, PREPARE, plan_cache_mode); it
     * does not depend on the parameters, so that null serves for each.
     */
    private OptionalDouble cost(Run run, ApplicationQuery query) throws SQLException {
        String prepared =
                path() + ";\nset local plan_cache_mode = force_generic_plan;\nprepare " + NAME + " as " + query.sql();
        if (run.begin(prepared).isPresent()) {
            return OptionalDouble.empty();
        }
        try {
            int parameters = run.number(
                    "select cardinality(parameter_types) from pg_prepared_statements where name = '" + NAME + "'");
            String nulls = parameters == 0
                    ? ""
                    : IntStream.range(0, parameters).mapToObj(i -> "null").collect(Collectors.joining(", ", "(", ")"));
            return run.text("explain (format json) execute " + NAME + nulls)
                    .map(QueryProbe::totalCost)
                    .orElse(OptionalDouble.empty());
        } finally {
            run.execute(UNDO);
            run.execute("deallocate " + NAME);
        }
    }

    private static OptionalDouble totalCost(String plan) {
        try {
            return OptionalDouble.of(new ObjectMapper()
                    .readTree(plan)
                    .path(0)
                    .path("Plan")
                    .path("Total Cost")
                    .asDouble());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("EXPLAIN gave no JSON: " + plan, e);
        }
    }

    private String path() {
        return "select set_config('search_path', '" + searchPath.replace("'", "''") + "', true)";
    }

    private interface Work<T> {
        T in(Run run) throws SQLException;
    }

    private static <T> T inSavepoint(Connection session, T nothing, Work<T> work) throws SQLException {
        TransactionState state = session.unwrap(BaseConnection.class).getTransactionState();
        if (state == TransactionState.FAILED) {
            return nothing;
        }
        boolean own = state == TransactionState.IDLE;
        try (var statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            var run = new Run(statement);
            if (own && session.getAutoCommit()) {
                run.execute("begin");
            }
            run.execute("savepoint " + NAME);
            T result = work.in(run);
            run.execute(own ? "rollback" : "release savepoint " + NAME);
            return result;
        }
    }

    /** Statements under the savepoint. */
    private record Run(java.sql.Statement statement) {

        void execute(String sql) throws SQLException {
            statement.execute(sql);
        }

        /** Undoes what it did. {@return the server's words when it refuses} */
        Optional<String> attempt(String sql) throws SQLException {
            Optional<String> failure = refusal(sql);
            execute(UNDO);
            return failure;
        }

        /** Undoes what it did only when it fails. {@return the server's words when it refuses} */
        Optional<String> begin(String sql) throws SQLException {
            Optional<String> failure = refusal(sql);
            if (failure.isPresent()) {
                execute(UNDO);
            }
            return failure;
        }

        private Optional<String> refusal(String sql) throws SQLException {
            try {
                execute(sql);
                return Optional.empty();
            } catch (SQLException e) {
                return Optional.of(words(e));
            }
        }

        int number(String sql) throws SQLException {
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return row.getInt(1);
            }
        }

        /** {@return the first value; empty when the server refuses} */
        Optional<String> text(String sql) throws SQLException {
            try (var row = statement.executeQuery(sql)) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            } catch (SQLException e) {
                words(e);
                return Optional.empty();
            }
        }

        private static String words(SQLException e) throws SQLException {
            if (e instanceof PSQLException failure && failure.getServerErrorMessage() != null) {
                return failure.getServerErrorMessage().getMessage();
            }
            throw e;
        }
    }
}
