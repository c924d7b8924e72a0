package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.MoveRows;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** SET TABLESPACE and SET ACCESS METHOD. */
public final class MovingRowsBlocksTable extends ActionRule<MoveRows> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("moving-rows-blocks-table"),
            List.of(54),
            Severity.HIGH,
            "A table gets another tablespace or access method.",
            "All of it is copied under ACCESS EXCLUSIVE (PostgreSQL manual, ALTER TABLE).",
            "Do it in a maintenance window, or copy the table in the background with pg_repack.",
            "ALTER TABLE orders SET TABLESPACE fast;",
            "ALTER TABLE orders SET (fillfactor = 90);");

    public MovingRowsBlocksTable() {
        super(MoveRows.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, MoveRows action) {
        return Optional.of(context.finding(
                        this,
                        action.text().strip() + " copies every row of " + table
                                + ": nobody reads or writes it meanwhile.",
                        "Do it in a maintenance window, or copy the table in the background with pg_repack.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table)));
    }
}
