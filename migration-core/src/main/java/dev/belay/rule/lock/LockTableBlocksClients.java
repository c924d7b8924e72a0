package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.LockTable;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** LOCK TABLE. */
public final class LockTableBlocksClients extends KindRule<LockTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("lock-table-blocks-clients"),
            List.of(83),
            Severity.HIGH,
            "LOCK TABLE in a mode that blocks writes.",
            "The lock stays until the end of the transaction, with all that the script does in it"
                    + " (PostgreSQL manual, LOCK).",
            "Leave it out: every statement takes the lock that it needs.",
            "LOCK TABLE orders;",
            "LOCK TABLE orders IN ROW EXCLUSIVE MODE;");

    public LockTableBlocksClients() {
        super(LockTable.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, LockTable kind) {
        LockMode mode = LockMode.valueOf(kind.mode().replace(' ', '_'));
        List<QualifiedName> old = kind.tables().stream()
                .filter(table -> !context.lifespans().isNewTable(table))
                .toList();
        if (old.isEmpty() || !mode.blocksWrites()) {
            return Optional.empty();
        }
        String names = old.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
        return Optional.of(context.finding(
                        this,
                        "LOCK TABLE keeps everybody from " + (mode.blocksReads() ? "reading and " : "") + "writing "
                                + names + " until the script ends.",
                        "Leave it out: every statement takes the lock that it needs.")
                .claiming(
                        old.stream().map(table -> new Claim.Locks(table, mode)).toArray(Claim[]::new)));
    }
}
