package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.DropOwned;
import java.util.List;

/** DROP OWNED BY. */
public final class DropOwnedLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-owned-loses-data"),
            List.of(34),
            Severity.HIGH,
            "A script runs DROP OWNED.",
            "Every object that the role owns in this database is dropped, tables with their rows, whatever they are on the"
                    + " database at hand; its privileges are revoked, on shared objects too (PostgreSQL manual, DROP"
                    + " OWNED).",
            "REASSIGN OWNED first, so that what is left to DROP OWNED are privileges; or drop each object by its name.",
            "DROP OWNED BY reporter;",
            "REASSIGN OWNED BY reporter TO app;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof DropOwned drop)) {
            return List.of();
        }
        String roles = String.join(", ", drop.roles());
        return List.of(context.finding(
                this,
                "DROP OWNED loses every table, and all else, of " + roles + " in this database.",
                "Give the objects to another role first (REASSIGN OWNED BY ... TO ...), or drop each by its name."));
    }
}
