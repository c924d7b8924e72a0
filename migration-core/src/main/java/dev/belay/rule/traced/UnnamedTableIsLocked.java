package dev.belay.rule.traced;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import java.util.List;
import java.util.Locale;

/** A lock that others wait for, on a table that the statement does not name. */
public final class UnnamedTableIsLocked implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("unnamed-table-is-locked"),
            List.of(6, 32, 35, 45, 47, 73),
            Severity.MEDIUM,
            "On the scratch server a statement locked a table that it does not name: the parent of a foreign key or of a"
                    + " partition that is dropped, a table that a function changes.",
            "Clients of that table wait for a moment, and behind a long transaction for as long as that lasts.",
            "Do it when no long transaction runs on that table either.",
            """
            --- V1__base.sql (base)
            CREATE TABLE customer (id bigint PRIMARY KEY);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
            --- V2__drop.sql
            DROP TABLE orders;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint);
            --- V2__drop.sql
            DROP TABLE orders;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        if (context.kind() instanceof StatementKind.DropObjects drop && drop.type() == ObjectType.INDEX) {
            return List.of(); // that the table of an index is locked is what its own rule says
        }
        String text = context.statement().source().toLowerCase(Locale.ROOT);
        return context.trace().taken().stream()
                .filter(lock -> lock.mode().blocksWrites())
                .map(RelationLock::relation)
                .filter(table -> table.existedBefore() && table.isTable())
                .distinct()
                .filter(table -> !text.contains(table.name().name().toLowerCase(Locale.ROOT)))
                .filter(table -> !isDropped(context, table))
                .filter(table -> !isDealtWith(context, table))
                .map(table -> {
                    LockMode mode = context.trace().strongest(table.name()).orElseThrow();
                    return context.finding(
                            this,
                            "It takes " + mode + " on " + table.name() + ", which it does not name: "
                                    + (mode.blocksReads() ? "reads and writes" : "writes") + " there wait.",
                            "Do it when no long transaction runs on " + table.name() + " either.");
                })
                .toList();
    }

    private static boolean isDropped(TraceContext context, Relation table) {
        return context.trace().changes().stream().anyMatch(change -> change.drops(table.name()));
    }

    /** What copies it, reads it or builds its index is a finding of another rule. */
    private static boolean isDealtWith(TraceContext context, Relation table) {
        return context.trace().rewritten().contains(table)
                || context.trace().scanned().contains(table)
                || context.trace().built().contains(table)
                || context.isSaid(new Claim.Locks(table.name(), LockMode.SHARE));
    }
}
