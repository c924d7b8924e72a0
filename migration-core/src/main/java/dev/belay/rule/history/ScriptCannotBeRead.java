package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.Problem;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import java.util.List;
import java.util.Locale;

/** A pending script that is no text in the project's encoding, or has a placeholder without a value. */
public final class ScriptCannotBeRead implements ScriptsRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("script-cannot-be-read"),
            List.of(74),
            Severity.HIGH,
            "A pending script is no text in the encoding that is set, has a placeholder without a value, or a .conf file"
                    + " that is wrong.",
            "No upgrade starts with it, and nothing can be said about its statements.",
            "Correct the file, the encoding (-Dflyway.encoding=...) or the placeholder's value.",
            "CREATE TABLE ${nobody_knows}.note (body text);",
            "CREATE TABLE note (body text);");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        return context.unreadable().stream()
                .map(unreadable -> {
                    Problem problem = unreadable.problem();
                    return context.finding(
                            this, unreadable.script(), sentence(problem.what()), sentence(capitalized(problem.next())));
                })
                .toList();
    }

    private static String capitalized(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }
}
