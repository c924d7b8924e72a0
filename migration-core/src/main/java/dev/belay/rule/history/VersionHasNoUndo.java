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

/** A new versioned script without an undo script. */
public final class VersionHasNoUndo implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("version-has-no-undo"),
            List.of(76),
            Severity.MEDIUM,
            "A pending versioned script has no undo script of its version.",
            "A downgrade past it is refused before it starts: the way back is a restore, which loses what was written since.",
            "Write the U script beside it, and try both.",
            """
            --- V2__add_roles.sql
            CREATE TABLE role ();""",
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
        var undone = new HashSet<Version>();
        context.scripts().undo().forEach(undo -> undo.name().version().ifPresent(undone::add));
        return context.pending(context.scripts().versioned()).stream()
                .filter(script -> !undone.contains(script.name().version().orElseThrow()))
                .map(script -> context.finding(
                        this,
                        script,
                        "It has no undo script: a downgrade past it is refused.",
                        "Write the undo script with the same version, such as U"
                                + script.name().version().orElseThrow() + "__"
                                + script.name().description().replace(' ', '_') + ".sql."))
                .toList();
    }
}
