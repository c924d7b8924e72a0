package dev.belay.rule.traced;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import java.util.List;

/** A table that was read from end to end under a lock that others wait for, although the text does not say so. */
public final class TableIsReadUnderLock implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("table-is-read-under-lock"),
            List.of(5, 12, 14, 15, 17, 20, 44, 45, 73),
            Severity.HIGH,
            "On the scratch server a statement read a table from end to end to verify its rows, under a lock that blocks"
                    + " writes, and its text does not show it.",
            "Writes, or everybody, wait meanwhile, which takes the longer the larger the table is.",
            "Find out which part of it does so, and take the way that the rule for that part shows.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, total int);
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'orders ALTER COLUMN total SET NOT NULL'; END $$;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, total int);
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'orders ALTER COLUMN total SET DEFAULT 0'; END $$;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        return context.trace().scanned().stream()
                .filter(Relation::existedBefore)
                .filter(table -> context.trace()
                        .strongest(table.name())
                        .filter(LockMode::blocksWrites)
                        .isPresent())
                .filter(table -> !context.isSaid(new Claim.Scans(table.name())))
                .filter(table -> !context.isSaid(new Claim.Rewrites(table.name())))
                .filter(table -> context.said().stream().noneMatch(finding -> reads(finding, table)))
                .map(table -> context.finding(
                                this,
                                "It reads every row of " + table.name() + " under "
                                        + context.trace()
                                                .strongest(table.name())
                                                .orElseThrow()
                                        + ": " + waiting(context, table) + " wait meanwhile.",
                                "Find out which part of it does so, and do that in another way.")
                        .claiming(new Claim.Scans(table.name())))
                .toList();
    }

    /** A foreign key is looked up in both of its tables; that is one finding. */
    private static boolean reads(Finding finding, Relation table) {
        return finding.claims().stream().anyMatch(Claim.Scans.class::isInstance)
                && finding.message().contains(table.name().name());
    }

    private static String waiting(TraceContext context, Relation table) {
        boolean reads = context.trace()
                .strongest(table.name())
                .filter(LockMode::blocksReads)
                .isPresent();
        return reads ? "reads and writes" : "writes";
    }
}
