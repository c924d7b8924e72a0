package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueContext;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.trace.model.Catalogue.Index;
import java.util.List;
import java.util.Map;

/** An index that is not valid when all scripts have run. */
public final class InvalidIndexIsLeft implements CatalogueRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("invalid-index-is-left"),
            List.of(25, 26),
            Severity.HIGH,
            "When all pending scripts have run, an index is not valid: its building failed, or a partition lacks its part.",
            "It costs every write and serves no query; IF NOT EXISTS takes it for a good one (PostgreSQL manual, CREATE"
                    + " INDEX).",
            "Drop it, and build it again; of a partitioned table attach the index of each partition.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint, region int) PARTITION BY LIST (region);
            CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1);
            --- V2__index.sql
            CREATE INDEX orders_id ON ONLY orders (id);
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint, region int) PARTITION BY LIST (region);
            --- V2__index.sql
            CREATE INDEX orders_id ON ONLY orders (id);
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(CatalogueContext context) {
        return context.after().indexes().entrySet().stream()
                .filter(entry -> !entry.getValue().valid() && !wasInvalid(context, entry))
                .map(Map.Entry::getValue)
                .flatMap(index -> context
                        .finding(
                                this,
                                trace -> trace.changes().stream().anyMatch(change -> change.concerns(index.name()))
                                        || trace.error().isPresent(),
                                "The index " + index.name() + " of " + index.table()
                                        + " is not valid when all scripts have run: it costs every write and serves no"
                                        + " query.",
                                "Drop it and build it again: DROP INDEX CONCURRENTLY " + SqlName.of(index.name())
                                        + "; of a partitioned table attach the index of each partition.")
                        .stream())
                .toList();
    }

    private static boolean wasInvalid(CatalogueContext context, Map.Entry<Long, Index> entry) {
        Index before = context.before().indexes().get(entry.getKey());
        return before != null && !before.valid();
    }
}
