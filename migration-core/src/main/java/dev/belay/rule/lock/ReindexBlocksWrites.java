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
import dev.belay.script.StatementKind.Reindex;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** REINDEX without CONCURRENTLY. */
public final class ReindexBlocksWrites extends KindRule<Reindex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("reindex-blocks-writes"),
            List.of(29),
            Severity.HIGH,
            "REINDEX without CONCURRENTLY.",
            "SHARE on the table, ACCESS EXCLUSIVE on the index: writes wait until it is built, and so"
                    + " do queries that would use it (PostgreSQL manual, REINDEX).",
            "REINDEX ... CONCURRENTLY, since 12, in a script of its own.",
            "REINDEX TABLE orders;",
            """
            --- V2__reindex.sql.conf
            executeInTransaction=false
            --- V2__reindex.sql
            REINDEX TABLE CONCURRENTLY orders;
            """);

    public ReindexBlocksWrites() {
        super(Reindex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Reindex kind) {
        boolean isNew = kind.what().equals("table")
                && kind.name().filter(context.lifespans()::isNewTable).isPresent();
        if (kind.concurrently() || isNew) {
            return Optional.empty();
        }
        String name = kind.name().map(SqlName::of).orElse("");
        var finding = context.finding(
                this,
                "REINDEX blocks writes to the table, and queries that would use the index, until it is built.",
                "Rebuild it concurrently.");
        if (kind.what().equals("table")) {
            finding = finding.claiming(new Claim.Locks(kind.name().orElseThrow(), LockMode.SHARE));
        }
        return Optional.of(
                kind.what().equals("system")
                        ? finding
                        : finding.fixedBy(Fix.withoutTransaction(
                                ("REINDEX " + kind.what().toUpperCase(Locale.ROOT) + " CONCURRENTLY " + name).strip()
                                        + ";")));
    }
}
