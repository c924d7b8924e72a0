package dev.belay.rule.history;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.parse.ParsedScript;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TextRule;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptType;
import java.util.List;
import java.util.Optional;

/** A script without a statement. */
public final class ScriptIsEmpty implements TextRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("script-is-empty"),
            List.of(74),
            Severity.LOW,
            "A script has no statement, only comments or nothing at all.",
            "Its version is recorded as applied; what is written into it later is never run.",
            "Write the statements, or remove the file.",
            "-- to be written",
            "SELECT 1;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptFile script, ParsedScript parsed) {
        // an undo script may have nothing to undo
        if (!parsed.statements().isEmpty()
                || !parsed.defects().isEmpty()
                || script.name().type() == ScriptType.UNDO) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                DOC.severity(),
                Evidence.STATIC,
                script.script(),
                script.location(),
                Optional.empty(),
                Optional.empty(),
                "There is no statement in it; what is written into it after it was applied is never run.",
                "Write the statements, or remove the file."));
    }
}
