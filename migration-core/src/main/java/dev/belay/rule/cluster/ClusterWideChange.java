package dev.belay.rule.cluster;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.ClusterWide;
import java.util.List;
import java.util.Optional;

/** Statements about roles, databases, tablespaces and the server. */
public final class ClusterWideChange extends KindRule<ClusterWide> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("cluster-wide-change"),
            List.of(85),
            Severity.HIGH,
            "A statement about roles, databases, tablespaces or the configuration of the server.",
            "It reaches every database of the server, is not undone with this one, and is in no" + " backup of it.",
            "Keep it where the server is set up, apart from migrations.",
            "CREATE ROLE app LOGIN;",
            "GRANT SELECT ON orders TO app;");

    public ClusterWideChange() {
        super(ClusterWide.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, ClusterWide kind) {
        return Optional.of(context.finding(
                this,
                kind.command() + " reaches beyond this database: it is neither backed up nor undone with it.",
                "Keep it where the server is set up, apart from migrations."));
    }
}
