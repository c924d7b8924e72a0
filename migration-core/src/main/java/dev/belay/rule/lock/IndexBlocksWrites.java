package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.script.StatementKind.CreateIndex;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX without CONCURRENTLY. */
public final class IndexBlocksWrites extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("index-blocks-writes"),
            List.of(23),
            Severity.HIGH,
            "An index is created without CONCURRENTLY on a table that was there before.",
            "SHARE on the table: INSERT, UPDATE and DELETE wait until the index is built (PostgreSQL"
                    + " manual, CREATE INDEX).",
            "CREATE INDEX CONCURRENTLY in a script of its own, which is not run in a transaction. Of"
                    + " a partitioned table: ON ONLY the parent, concurrently on each partition, then ATTACH.",
            "CREATE INDEX orders_state ON orders (state);",
            """
            --- V2__index.sql.conf
            executeInTransaction=false
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_state ON orders (state);
            """);

    public IndexBlocksWrites() {
        super(CreateIndex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
        if (kind.concurrently() || kind.only() || context.lifespans().isNewTable(kind.table())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "CREATE INDEX takes SHARE on " + kind.table()
                                + ": INSERT, UPDATE and DELETE wait until the index is built.",
                        "Build it concurrently.")
                .claiming(new Claim.Locks(kind.table(), LockMode.SHARE), new Claim.BuildsIndex(kind.table()))
                .fixedBy(Fix.withoutTransaction(Sql.insert(context.part().source(), "INDEX", "CONCURRENTLY")
                        .replaceFirst("(?i)\\s+if\\s+not\\s+exists", ""))));
    }
}
