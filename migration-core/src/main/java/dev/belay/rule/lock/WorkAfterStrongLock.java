package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.Update;
import java.util.List;
import java.util.Optional;

/** UPDATE behind an ALTER TABLE in one transaction. */
public final class WorkAfterStrongLock extends KindRule<Update> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("work-after-strong-lock"),
            List.of(59),
            Severity.MEDIUM,
            "Rows are updated in the same transaction behind a statement that took ACCESS EXCLUSIVE"
                    + " on a table that was there before.",
            "The lock stays until the transaction ends, so that everybody waits for the UPDATE, too"
                    + " (PostgreSQL manual, Explicit Locking).",
            "Put the UPDATE into a script of its own, in batches.",
            """
            ALTER TABLE orders ADD COLUMN state text;
            UPDATE orders SET state = 'new' WHERE state IS NULL;
            """,
            """
            --- V2__add.sql
            ALTER TABLE orders ADD COLUMN state text;
            --- V3__fill.sql
            UPDATE orders SET state = 'new' WHERE state IS NULL;
            """);

    public WorkAfterStrongLock() {
        super(Update.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Update kind) {
        Optional<QualifiedName> locked = context.preceding().stream()
                .filter(before -> before instanceof AlterTable)
                .map(before -> ((AlterTable) before).table())
                .filter(table -> !context.lifespans().isNewTable(table))
                .findFirst();
        if (locked.isEmpty() || !context.inTransaction() || context.lifespans().isNewTable(kind.table())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "ALTER TABLE " + locked.get()
                        + " holds its lock until the script ends: everybody waits for this UPDATE, too.",
                "Put the UPDATE into a script of its own, in batches."));
    }
}
