package dev.belay.rule.history;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.parse.ParsedScript;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TextRule;
import dev.belay.script.ScriptFile;
import dev.belay.script.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A string, name or comment that is not closed, or a character that no server takes. */
public final class TextIsBroken implements TextRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("text-is-broken"),
            List.of(74),
            Severity.HIGH,
            "A string, a quoted name, a dollar quote or a comment is not closed, or there is a NUL character.",
            "No PostgreSQL server accepts the script, and all that follows the place is taken for part of the text.",
            "Close it.",
            "INSERT INTO note VALUES ('it's done');",
            "INSERT INTO note VALUES ('it''s done');");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptFile script, ParsedScript parsed) {
        return parsed.defects().stream()
                .map(defect -> new Finding(
                        id(),
                        DOC.severity(),
                        Evidence.STATIC,
                        script.script(),
                        script.location(),
                        Optional.of(new Span(defect.at(), defect.at())),
                        Optional.empty(),
                        sentence(defect.what()),
                        "Close it; PostgreSQL refuses the script as it is."))
                .toList();
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
