package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.ObjectChange;
import java.util.List;

/** DDL on a table whose changes a publication carries. */
public final class PublishedTableIsAltered implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("published-table-is-altered"),
            List.of(81),
            Severity.MEDIUM,
            "A statement altered or dropped a table that is in a publication.",
            "Logical replication does not carry DDL: the subscriber stops at the first row that does not fit (PostgreSQL"
                    + " manual, Logical Replication, Restrictions).",
            "Add columns on the subscriber first, and drop them there last.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY);
            CREATE PUBLICATION changes FOR TABLE orders;
            --- V2__add.sql
            ALTER TABLE orders ADD COLUMN note text;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY);
            --- V2__add.sql
            ALTER TABLE orders ADD COLUMN note text;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        return context.before().tables().values().stream()
                .filter(table -> !table.published().isEmpty())
                .filter(table -> context.trace().changes().stream()
                        .filter(change -> change.action() != ObjectChange.Action.CREATED)
                        .anyMatch(change -> change.concerns(table.name())))
                .map(table -> context.finding(
                        this,
                        table.name() + " is in the publication " + String.join(", ", table.published())
                                + ", which does not carry DDL: subscribers stop at the first row that does not fit.",
                        "Add columns on the subscribers first, and drop them there last."))
                .toList();
    }
}
