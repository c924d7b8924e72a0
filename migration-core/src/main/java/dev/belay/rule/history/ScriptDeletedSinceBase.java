package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import java.util.List;

/** A versioned or repeatable script that the base has and that is gone. */
public final class ScriptDeletedSinceBase implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("script-deleted-since-base"),
            List.of(74),
            Severity.HIGH,
            "A versioned or repeatable script of the base is not there any more.",
            "A database that has applied it refuses the next upgrade, the script being missing (Flyway's validate); a new database"
                    + " never gets what it made.",
            "Put the script back; to take back what it did, write a new one.",
            """
            --- V1__roles.sql (deleted)
            CREATE TABLE role ();
            --- V2__orders.sql
            CREATE TABLE orders ();""",
            """
            --- V1__roles.sql (base)
            CREATE TABLE role ();
            --- V2__drop_roles.sql
            ALTER TABLE role RENAME TO role_unused;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        String reference = context.reference();
        return context.deleted().stream()
                .map(gone -> context.finding(
                        this,
                        DOC.severity(),
                        gone.script(),
                        gone.location(),
                        "The script is at " + reference
                                + " and not here any more: databases that have applied it refuse the next upgrade, and new"
                                + " ones never get what it made.",
                        "Put it back; to take back what it did, write a new script."))
                .toList();
    }
}
