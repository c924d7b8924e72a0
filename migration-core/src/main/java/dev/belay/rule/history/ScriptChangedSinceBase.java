package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Changed;
import dev.belay.rule.ScriptsRule;
import java.util.List;

/** A versioned script that the base has with another text or description. */
public final class ScriptChangedSinceBase implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("script-changed-since-base"),
            List.of(74),
            Severity.HIGH,
            "A versioned script differs from the one of the same version at the base.",
            "A database that has applied it refuses the next upgrade: checksum or description in its history do not match (Flyway's"
                    + " validate). Those that have not get another schema than the others.",
            "Put the script back as it was, and write what it lacks in a new one.",
            """
            --- V1__roles.sql (base)
            CREATE TABLE role ();
            --- V1__roles.sql (changed)
            CREATE TABLE role (id bigint);""",
            """
            --- V1__roles.sql (base)
            CREATE TABLE role ();
            --- V2__role_id.sql
            ALTER TABLE role ADD COLUMN id bigint;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        String reference = context.reference();
        return context.changed().stream()
                .map(changed ->
                        context.finding(this, changed.now(), message(changed, reference), advice(changed, reference)))
                .toList();
    }

    private static String message(Changed changed, String reference) {
        String what = changed.text()
                ? "The text is another than at " + reference
                : "The description is another than at " + reference + ", where it is "
                        + changed.before().script();
        return what + ": databases that have applied version "
                + changed.before().name().version().orElseThrow() + " refuse the next upgrade.";
    }

    private static String advice(Changed changed, String reference) {
        String back = changed.text()
                ? "Put it back (git checkout " + reference + " -- "
                        + changed.before().location() + ")"
                : "Name it " + changed.before().name().fileName() + " again";
        return back + ", and write the change in a new script.";
    }
}
