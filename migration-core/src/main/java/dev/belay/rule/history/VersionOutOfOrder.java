package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Highest;
import dev.belay.rule.ScriptsRule;
import java.util.List;

/** A new version below one that is there already. */
public final class VersionOutOfOrder implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("version-out-of-order"),
            List.of(74),
            Severity.MEDIUM,
            "A pending versioned script has a lower version than one that was there before.",
            "A database that is past it never runs it, and refuses the next upgrade (Flyway's validate), unless outOfOrder is set.",
            "Give it the next free version.",
            """
            --- V2__roles.sql (base)
            CREATE TABLE role ();
            --- V1.5__orders.sql
            CREATE TABLE orders ();""",
            """
            --- V2__roles.sql (base)
            CREATE TABLE role ();
            --- V3__orders.sql
            CREATE TABLE orders ();""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        if (context.highest().isEmpty()) {
            return List.of();
        }
        Highest highest = context.highest().get();
        return context.pending(context.scripts().versioned()).stream()
                .filter(script -> script.name().version().orElseThrow().compareTo(highest.version()) < 0)
                .map(script -> context.finding(
                        this,
                        script,
                        highest.where() + " is at version " + highest.version() + " already: databases past "
                                + script.name().version().orElseThrow()
                                + " skip this script, and refuse the next upgrade unless outOfOrder is set.",
                        "Give it a version above " + highest.version() + "."))
                .toList();
    }
}
