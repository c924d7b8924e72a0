package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind.DropObjects;
import java.util.List;

/** DROP DATABASE. */
public final class DropDatabaseLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-database-loses-data"),
            List.of(34, 85),
            Severity.HIGH,
            "A script drops a database.",
            "Everything in that database is lost. It is not the one that the script runs on, so neither a rollback nor an"
                    + " undo nor a backup of this one brings it back (PostgreSQL manual, DROP DATABASE).",
            "Drop a database by hand, after a backup of it, not in a migration.",
            "DROP DATABASE reporting;",
            "ALTER TABLE report RENAME TO report_unused;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof DropObjects drop) || drop.type() != ObjectType.DATABASE) {
            return List.of();
        }
        return drop.names().stream()
                .map(database -> context.finding(
                        this,
                        "DROP DATABASE loses everything in " + database
                                + ", which no rollback, undo or backup of this database brings back.",
                        "Take it out of the script; drop the database by hand after a backup of it."))
                .toList();
    }
}
