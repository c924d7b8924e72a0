package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueContext;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.Statement;
import dev.belay.trace.model.Catalogue.ForeignKey;
import dev.belay.trace.model.StatementTrace;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A new foreign key whose columns no index begins with. */
public final class ForeignKeyHasNoIndex implements CatalogueRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("foreign-key-has-no-index"),
            List.of(31),
            Severity.LOW,
            "A foreign key was added, and no index of its table begins with its columns.",
            "Every DELETE, and every UPDATE of the key, on the table that it points to reads this table from end to end"
                    + " (PostgreSQL manual, Constraints).",
            "Create an index over its columns.",
            """
            --- V1__base.sql (base)
            CREATE TABLE customer (id bigint PRIMARY KEY);
            --- V2__orders.sql
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
            COMMENT ON TABLE orders IS 'what customers want';
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE customer (id bigint PRIMARY KEY);
            --- V2__orders.sql
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
            CREATE INDEX orders_customer ON orders (customer);
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(CatalogueContext context) {
        Set<String> before = new HashSet<>();
        context.before().foreignKeys().forEach(key -> before.add(key.table() + " " + key.name()));
        return context.after().foreignKeys().stream()
                .filter(key -> !key.indexed() && !before.contains(key.table() + " " + key.name()))
                .flatMap(key -> context
                        .finding(
                                this,
                                (statement, trace) -> adds(statement, trace, key),
                                "No index of " + key.table() + " begins with " + String.join(", ", key.columns())
                                        + ": every DELETE on " + key.parent() + " reads all of " + key.table() + ".",
                                "Create an index over the columns of the foreign key.")
                        .map(finding -> finding.fixedBy(Fix.withoutTransaction(index(key))))
                        .stream())
                .toList();
    }

    /** The words that make one; in code they may stand in pieces. */
    private static boolean adds(Statement statement, StatementTrace trace, ForeignKey key) {
        String text = statement.source().toLowerCase(Locale.ROOT);
        boolean words = text.contains("references") || text.startsWith("do") || text.startsWith("select");
        return words && trace.changes().stream().anyMatch(change -> change.concerns(key.table()));
    }

    private static String index(ForeignKey key) {
        return "CREATE INDEX CONCURRENTLY ON " + SqlName.of(key.table()) + " ("
                + key.columns().stream().map(SqlName::of).collect(Collectors.joining(", ")) + ");";
    }
}
