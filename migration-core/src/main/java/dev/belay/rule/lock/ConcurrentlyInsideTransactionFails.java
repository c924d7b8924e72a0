package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind;
import java.util.List;

/** A statement that cannot run in a transaction, in a script that is forced into one. */
public final class ConcurrentlyInsideTransactionFails implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("concurrently-inside-transaction-fails"),
            List.of(24),
            Severity.HIGH,
            "A statement that cannot run in a transaction (CREATE INDEX CONCURRENTLY, VACUUM, ...) stands in a script"
                    + " whose .conf, or the project, forces it into one.",
            "The server refuses it: it cannot run inside a transaction block (PostgreSQL manual, CREATE INDEX).",
            "Take executeInTransaction=true out of the .conf of the script; Belay runs such scripts without a transaction"
                    + " by itself.",
            """
            --- V2__index.sql.conf
            executeInTransaction=true
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_net ON orders (net);
            """,
            """
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_net ON orders (net);
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return true;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        boolean refused = context.statement().autocommitOnly()
                && context.inTransaction()
                && !context.part().inCode()
                && !(context.kind() instanceof StatementKind.TransactionControl);
        return refused
                ? List.of(context.finding(
                        this,
                        "It cannot run in the transaction that this script is forced into: the server refuses it.",
                        "Take executeInTransaction=true out of the script's .conf."))
                : List.of();
    }
}
