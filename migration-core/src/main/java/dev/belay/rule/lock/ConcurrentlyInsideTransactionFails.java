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

/** CREATE INDEX CONCURRENTLY in a script that runs in a transaction. */
public final class ConcurrentlyInsideTransactionFails extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("concurrently-inside-transaction-fails"),
            List.of(24),
            Severity.HIGH,
            "CREATE INDEX CONCURRENTLY stands in a script that is forced into a transaction.",
            "The server refuses it (PostgreSQL manual, CREATE INDEX).",
            "Take executeInTransaction=true out of the .conf of the script.",
            """
            --- V2__index.sql.conf
            executeInTransaction=true
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_state ON orders (state);
            """,
            """
            --- V2__index.sql.conf
            executeInTransaction=false
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_state ON orders (state);
            """);

    public ConcurrentlyInsideTransactionFails() {
        super(CreateIndex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
        if (!kind.concurrently() || !context.inTransaction()) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "CREATE INDEX CONCURRENTLY cannot run in the transaction that this script is forced into.",
                        "Take executeInTransaction=true out of the script's .conf.")
                .claiming(new Claim.Fails(kind.table())));
    }
}
