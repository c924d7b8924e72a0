package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.RefreshMaterializedView;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** REFRESH MATERIALIZED VIEW without CONCURRENTLY. */
public final class RefreshBlocksReads extends KindRule<RefreshMaterializedView> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("refresh-blocks-reads"),
            List.of(51),
            Severity.HIGH,
            "A materialized view is refreshed without CONCURRENTLY.",
            "ACCESS EXCLUSIVE on the view: whoever reads it waits until its query has run (PostgreSQL"
                    + " manual, REFRESH MATERIALIZED VIEW).",
            "REFRESH ... CONCURRENTLY, for which the view needs a unique index over plain columns and"
                    + " must be filled.",
            "REFRESH MATERIALIZED VIEW sales;",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY sales;");

    public RefreshBlocksReads() {
        super(RefreshMaterializedView.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, RefreshMaterializedView kind) {
        boolean created = context.preceding().stream()
                .anyMatch(before -> before instanceof StatementKind.CreateView view
                        && view.name().name().equals(kind.name().name()));
        if (kind.concurrently() || created) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "REFRESH keeps everybody from reading " + kind.name() + " until its query has run.",
                        "Refresh it concurrently; it needs a unique index for that.")
                .claiming(new Claim.Locks(kind.name(), LockMode.ACCESS_EXCLUSIVE))
                .fixedBy(Fix.of("REFRESH MATERIALIZED VIEW CONCURRENTLY " + SqlName.of(kind.name()) + ";")));
    }
}
