package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateIndex;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX behind an ALTER TABLE in one transaction. */
public final class IndexBehindStrongLock extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("index-behind-strong-lock"),
            List.of(59),
            Severity.MEDIUM,
            "An index is built in the same transaction behind a statement that took ACCESS EXCLUSIVE"
                    + " on a table that was there before.",
            "The lock stays until the transaction ends, so that readers wait for the index, too"
                    + " (PostgreSQL manual, Explicit Locking).",
            "Put the index into a script of its own, concurrently.",
            """
            ALTER TABLE orders ADD COLUMN state text;
            CREATE INDEX orders_total ON orders (total);
            """,
            """
            --- V2__add.sql
            ALTER TABLE orders ADD COLUMN state text;
            --- V3__index.sql
            CREATE INDEX orders_total ON orders (total);
            """);

    public IndexBehindStrongLock() {
        super(CreateIndex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
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
                        + " holds its lock until the script ends: readers wait for this index, too.",
                "Put the index into a script of its own, concurrently."));
    }
}
