package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import dev.belay.script.Version;
import java.util.HashSet;
import java.util.List;

/** A new undo script of a version that does not exist. */
public final class UndoHasNoVersion implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("undo-has-no-version"),
            List.of(74),
            Severity.LOW,
            "A pending undo script has a version that no versioned script has.",
            "It is never run. Often its number is mistyped, and the script that it was meant for cannot be undone.",
            "Give it the version of the script that it takes back, or delete it.",
            """
            --- V2__add_roles.sql
            CREATE TABLE role ();
            --- U3__add_roles.sql
            DROP TABLE role;""",
            """
            --- V2__add_roles.sql
            CREATE TABLE role ();
            --- U2__add_roles.sql
            DROP TABLE role;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        var versions = new HashSet<Version>();
        context.scripts().versioned().forEach(script -> script.name().version().ifPresent(versions::add));
        context.scripts().java().forEach(java -> java.name().version().ifPresent(versions::add));
        return context.pending(context.scripts().undo()).stream()
                .filter(undo -> !versions.contains(undo.name().version().orElseThrow()))
                .map(undo -> context.finding(
                        this,
                        undo,
                        "No versioned script here has version "
                                + undo.name().version().orElseThrow() + ", so this undo script is never run.",
                        "Give it the version of the script that it takes back, or delete it."))
                .toList();
    }
}
