package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueContext;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.RuleDoc;
import java.util.List;

/** A sequence that will give a number which its column already has. */
public final class SequenceIsBehind implements CatalogueRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("sequence-is-behind"),
            List.of(80),
            Severity.MEDIUM,
            "When all pending scripts have run, a column holds a larger number than its sequence has given.",
            "The next INSERTs fail: duplicate key.",
            "Set the sequence behind the load: SELECT setval(pg_get_serial_sequence('t', 'id'), max(id)) FROM t.",
            """
            CREATE TABLE orders (id bigserial PRIMARY KEY);
            INSERT INTO orders (id) VALUES (1), (2);
            """,
            """
            CREATE TABLE orders (id bigserial PRIMARY KEY);
            INSERT INTO orders (id) VALUES (1), (2);
            SELECT setval('orders_id_seq', 2);
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(CatalogueContext context) {
        return context.after().behind().stream()
                .filter(column -> !context.before().behind().contains(column))
                .flatMap(column -> {
                    String table = column.split("\\.")[1];
                    return context
                            .finding(
                                    this,
                                    (statement, trace) -> statement.source().contains(table),
                                    "The sequence of " + column
                                            + " is behind the largest value: the next INSERTs fail.",
                                    "Set it: SELECT setval(pg_get_serial_sequence(...), max(...)).")
                            .stream();
                })
                .toList();
    }
}
