package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.CreateIndex;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX CONCURRENTLY on a partitioned table. That of a table made long ago is seen when the statement is tried. */
public final class ConcurrentlyOnPartitionedTableFails extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("concurrently-on-partitioned-table-fails"),
            List.of(25),
            Severity.HIGH,
            "CREATE INDEX CONCURRENTLY is used on a table which the pending scripts show to be partitioned.",
            "The server refuses it: it cannot build the index of a partitioned table concurrently (PostgreSQL manual,"
                    + " CREATE INDEX, Building Indexes Concurrently).",
            "CREATE INDEX ON ONLY the partitioned table, which builds nothing; then CREATE INDEX CONCURRENTLY on each"
                    + " partition; then ALTER INDEX ... ATTACH PARTITION for each.",
            """
            --- V2__partition.sql
            CREATE TABLE event_2 (LIKE event INCLUDING ALL);
            ALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (200) TO (300);
            --- V3__index.sql
            CREATE INDEX CONCURRENTLY event_by_id ON event (id);
            """,
            """
            --- V2__partition.sql
            CREATE TABLE event_2 (LIKE event INCLUDING ALL);
            ALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (200) TO (300);
            CREATE INDEX event_by_id ON ONLY event (id);
            --- V3__index.sql
            CREATE INDEX CONCURRENTLY event_1_by_id ON event_1 (id);
            CREATE INDEX CONCURRENTLY event_2_by_id ON event_2 (id);
            --- V4__attach.sql
            ALTER INDEX event_by_id ATTACH PARTITION event_1_by_id;
            ALTER INDEX event_by_id ATTACH PARTITION event_2_by_id;
            """);

    public ConcurrentlyOnPartitionedTableFails() {
        super(CreateIndex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
        boolean refused = kind.concurrently() && context.lifespans().isPartitioned(kind.table());
        return refused
                ? Optional.of(context.finding(
                                this,
                                kind.table() + " is partitioned: the server refuses to build its index concurrently.",
                                "CREATE INDEX ON ONLY " + kind.table()
                                        + ", then build the index of each partition concurrently and ATTACH it.")
                        .claiming(new Claim.Fails(kind.table())))
                : Optional.empty();
    }
}
