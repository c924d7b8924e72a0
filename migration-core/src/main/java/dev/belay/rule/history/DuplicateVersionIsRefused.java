package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Two scripts that claim one version, here or with what the base has gained meanwhile. */
public final class DuplicateVersionIsRefused implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("duplicate-version-is-refused"),
            List.of(74),
            Severity.HIGH,
            "Two versioned scripts, or two undo scripts, have one version; or two repeatables one description; or the base has gained a script with the version of a new one.",
            "No upgrade starts: Flyway refuses the whole set, on every database.",
            "Give the newer one the next free version.",
            """
            --- V2__roles.sql
            CREATE TABLE role ();
            --- V2__orders.sql
            CREATE TABLE orders ();""",
            """
            --- V2__roles.sql
            CREATE TABLE role ();
            --- V3__orders.sql
            CREATE TABLE orders ();""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        var findings = new ArrayList<Finding>();
        ScriptSet scripts = context.scripts();
        findings.addAll(within(context, scripts.versioned(), script -> version(script.name())));
        findings.addAll(within(context, scripts.undo(), script -> version(script.name())));
        findings.addAll(
                within(context, scripts.repeatable(), script -> script.name().description()));
        findings.addAll(withGained(context));
        return findings;
    }

    private List<Finding> within(ScriptsContext context, List<ScriptFile> scripts, Function<ScriptFile, Object> key) {
        var first = new HashMap<Object, ScriptFile>();
        var findings = new ArrayList<Finding>();
        for (ScriptFile script : scripts) {
            ScriptFile other = first.putIfAbsent(key.apply(script), script);
            if (other != null) {
                findings.add(twice(context, other, script));
            }
        }
        return findings;
    }

    /** Of two scripts the finding is on the new one, where only one is. */
    private Finding twice(ScriptsContext context, ScriptFile first, ScriptFile second) {
        boolean firstIsNewer =
                context.pending().contains(first) && !context.pending().contains(second);
        ScriptFile newer = firstIsNewer ? first : second;
        ScriptFile older = firstIsNewer ? second : first;
        return context.finding(
                this,
                newer,
                claim(newer.name()) + " is taken by " + older.location() + ", too (this one is " + newer.location()
                        + "): Flyway refuses the whole set.",
                newer.name().type() == ScriptType.REPEATABLE
                        ? "Give one of them another description."
                        : "Give the newer one the next free version.");
    }

    private List<Finding> withGained(ScriptsContext context) {
        var findings = new ArrayList<Finding>();
        for (ScriptFile script : context.pending(context.scripts().versioned())) {
            context.gained().stream()
                    .filter(gained -> gained.name().type() == ScriptType.VERSIONED)
                    .filter(gained ->
                            gained.name().version().equals(script.name().version()))
                    .filter(gained -> !gained.location().equals(script.location()))
                    .map(gained -> context.finding(
                            this,
                            script,
                            context.reference() + " has gained " + gained.script()
                                    + " since this branch left it: with two scripts of "
                                    + claim(script.name()).toLowerCase(Locale.ROOT) + " Flyway refuses the whole set.",
                            "Give this one the next free version before it is merged."))
                    .forEach(findings::add);
        }
        return findings;
    }

    private static Object version(ScriptName name) {
        return name.version().orElseThrow();
    }

    private static String claim(ScriptName name) {
        return name.version()
                .map(version -> "Version " + version)
                .orElse("The description \"" + name.description() + "\"");
    }
}
