package dev.belay.rule.traced;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.trace.model.Relation;
import java.util.List;

/** A table that was there before and whose rows were copied, although the statement's text does not say so. */
public final class TableIsRewritten implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("table-is-rewritten"),
            List.of(1, 2, 3, 4, 8, 52, 53, 54, 73),
            Severity.HIGH,
            "On the scratch server a statement copied a table's rows into a new file, and its text does not show it: a"
                    + " domain with a constraint, code in a DO block or a function.",
            "Nobody reads or writes the table meanwhile, which takes the longer the larger it is.",
            "Find out which part of it does so, and take the way that the rule for that part shows.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, total int);
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'orders ALTER COLUMN total TYPE bigint'; END $$;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY, total varchar(10));
            --- V2__code.sql
            DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'orders ALTER COLUMN total TYPE varchar(20)'; END $$;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        return context.trace().rewritten().stream()
                .filter(Relation::existedBefore)
                .filter(table -> !context.isSaid(new Claim.Rewrites(table.name())))
                .map(table -> context.finding(
                                this,
                                "It copies every row of " + table.name() + ": nobody reads or writes it meanwhile.",
                                "Find out which part of it does so, and do that in another way.")
                        .claiming(new Claim.Rewrites(table.name())))
                .toList();
    }
}
