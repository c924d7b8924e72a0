package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE ... PARTITION OF an existing table. */
public final class PartitionOfLocksParent extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("partition-of-locks-parent"),
            List.of(45),
            Severity.MEDIUM,
            "A partition is created with CREATE TABLE ... PARTITION OF.",
            "ACCESS EXCLUSIVE on the parent, and the DEFAULT partition is read for rows that belong"
                    + " into the new one (PostgreSQL manual, CREATE TABLE).",
            "Create the table on its own (LIKE the parent), then ATTACH it, which takes SHARE UPDATE"
                    + " EXCLUSIVE on the parent.",
            "CREATE TABLE orders_2027 PARTITION OF orders FOR VALUES FROM (2027) TO (2028);",
            """
            CREATE TABLE orders_2027 (LIKE orders INCLUDING ALL);
            ALTER TABLE orders ATTACH PARTITION orders_2027 FOR VALUES FROM (2027) TO (2028);
            """);

    public PartitionOfLocksParent() {
        super(CreateTable.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateTable kind) {
        Optional<QualifiedName> parent =
                kind.partitionOf().filter(table -> !context.lifespans().isNewTable(table));
        return parent.map(table -> context.finding(
                        this,
                        "PARTITION OF takes ACCESS EXCLUSIVE on " + table
                                + ", and a DEFAULT partition is read meanwhile.",
                        "Create the table on its own, LIKE " + table + " INCLUDING ALL, then ATTACH it.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE)));
    }
}
