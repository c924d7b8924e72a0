package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import java.util.List;
import java.util.Optional;

/** Long work in the same transaction behind a statement that took ACCESS EXCLUSIVE. */
public final class WorkAfterStrongLock implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("work-after-strong-lock"),
            List.of(59),
            Severity.MEDIUM,
            "Rows are changed, or an index is built, in the same transaction behind an ALTER TABLE of a table that was"
                    + " there before.",
            "Its lock stays until the transaction ends, so that everybody waits for the later work, too (PostgreSQL"
                    + " manual, Explicit Locking).",
            "Put the work into a script of its own; changes of rows in batches, indexes concurrently.",
            """
            ALTER TABLE orders ADD COLUMN status text;
            UPDATE orders SET status = 'new' WHERE status IS NULL;
            """,
            """
            --- V2__add.sql
            ALTER TABLE orders ADD COLUMN status text;
            --- V3__fill.sql
            UPDATE orders SET status = 'new' WHERE status IS NULL;
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
        Optional<QualifiedName> table = worksOn(context.kind())
                .filter(name -> context.inTransaction() && !context.lifespans().isNewTable(name));
        return table
                .flatMap(name -> locked(context))
                .map(locked -> context.finding(
                        this,
                        "ALTER TABLE " + locked
                                + " holds its lock until the script ends: everybody waits for this, too.",
                        "Put it into a script of its own."))
                .stream()
                .toList();
    }

    private static Optional<QualifiedName> locked(RuleContext context) {
        return context.preceding().stream()
                .filter(AlterTable.class::isInstance)
                .map(before -> ((AlterTable) before).table())
                .filter(table -> !context.lifespans().isNewTable(table))
                .findFirst();
    }

    private static Optional<QualifiedName> worksOn(StatementKind kind) {
        if (kind instanceof StatementKind.Update update) {
            return Optional.of(update.table());
        }
        if (kind instanceof StatementKind.Delete delete) {
            return Optional.of(delete.table());
        }
        if (kind instanceof StatementKind.Merge merge) {
            return Optional.of(merge.table());
        }
        return kind instanceof StatementKind.CreateIndex index ? Optional.of(index.table()) : Optional.empty();
    }
}
