package dev.belay.rule.traced;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import java.util.List;

/** An index that was built under a lock that others wait for, although the statement's text does not say so. */
public final class IndexIsBuiltUnderLock implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("index-is-built-under-lock"),
            List.of(10, 18, 19, 21, 23, 29, 73),
            Severity.HIGH,
            "On the scratch server a statement built an index of a table that was there before, under a lock that blocks"
                    + " writes, and its text does not show it: another collation, code in a DO block or a function.",
            "Writes, or everybody, wait meanwhile, which takes the longer the larger the table is.",
            "Build indexes with CREATE INDEX CONCURRENTLY in scripts of their own.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, state text);
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'CREATE INDEX ON ' || 'orders (state)'; END $$;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, state text);
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD COLUMN note text'; END $$;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        if (context.kind() instanceof StatementKind.Truncate) {
            return List.of();
        }
        return context.trace().built().stream()
                .filter(Relation::existedBefore)
                .filter(table -> context.trace()
                        .strongest(table.name())
                        .filter(LockMode::blocksWrites)
                        .isPresent())
                .filter(table -> !context.isSaid(new Claim.BuildsIndex(table.name())))
                .filter(table -> !context.trace().rewritten().contains(table))
                .map(table -> context.finding(
                                this,
                                "It builds an index of " + table.name() + " under "
                                        + context.trace()
                                                .strongest(table.name())
                                                .orElseThrow() + ".",
                                "Build indexes concurrently, in scripts of their own.")
                        .claiming(new Claim.BuildsIndex(table.name())))
                .toList();
    }
}
