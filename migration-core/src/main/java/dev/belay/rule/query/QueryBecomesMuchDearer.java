package dev.belay.rule.query;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.QueryContext;
import dev.belay.rule.QueryContext.Dearer;
import dev.belay.rule.QueryRule;
import dev.belay.rule.RuleDoc;
import java.util.List;
import java.util.Locale;

/** A query of the application's for which the planner expects far more work after the pending scripts. */
public final class QueryBecomesMuchDearer implements QueryRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("query-becomes-much-dearer"),
            List.of(77),
            Severity.MEDIUM,
            "On a copy with data, the generic plan of a query that db.queries names costs more than ten times what it cost"
                    + " before the pending scripts, and more than 1000 units.",
            "The query works, and is slow: often an index that served it is gone, or does not fit the new type. The cost is"
                    + " the planner's estimate, in units of about one sequential page (PostgreSQL manual, Using EXPLAIN).",
            "Create the index that serves the query before the old one goes; run ANALYZE after a change of type.",
            """
            --- V1__orders.sql (base)
            CREATE TABLE orders (id int, state text);
            INSERT INTO orders SELECT n, 'state ' || n FROM generate_series(1, 100000) n;
            CREATE INDEX orders_state ON orders (state);
            ANALYZE orders;
            --- V2__drop_index.sql
            DROP INDEX orders_state;
            --- orders.sql (query)
            SELECT id FROM orders WHERE state = $1;""",
            """
            --- V1__orders.sql (base)
            CREATE TABLE orders (id int, state text);
            INSERT INTO orders SELECT n, 'state ' || n FROM generate_series(1, 100000) n;
            CREATE INDEX orders_state ON orders (state);
            ANALYZE orders;
            --- V2__replace_index.sql
            CREATE INDEX orders_state_id ON orders (state, id);
            DROP INDEX orders_state;
            --- orders.sql (query)
            SELECT id FROM orders WHERE state = $1;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(QueryContext context) {
        return context.dearer().stream()
                .map(dearer -> context.finding(
                        this,
                        dearer.cause(),
                        "The plan of the application's query " + QueryWords.shown(dearer.query()) + " costs "
                                + units(dearer.after()) + " after " + QueryWords.shown(dearer.cause()) + " and "
                                + units(dearer.before()) + " before it, in the planner's units.",
                        advice(dearer)))
                .toList();
    }

    private static String advice(Dearer dearer) {
        return dearer.cause().statement().isPresent()
                ? "Look at EXPLAIN of it on the copy; create the index that it needs first."
                : "Look at EXPLAIN of it on the copy, before and after the script.";
    }

    private static String units(double cost) {
        return String.format(Locale.ROOT, "%,.0f", cost);
    }
}
