package dev.belay.report;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.UpgradeOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an upgrade ended. */
public final class UpgradeText {

    private UpgradeText() {}

    /** {@return the warnings, then where the database is and the way back} */
    public static List<Line> lines(UpgradeOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.warnings().forEach(warning -> lines.add(Line.warn(warning)));
        String database = outcome.target().database();
        String at = outcome.versionAfter()
                .map(version -> database + " is at version " + version)
                .orElse(database + " has no version");
        if (outcome.applied().isEmpty()) {
            lines.add(Line.info(style.good(at) + "; nothing was pending."));
            return lines;
        }
        String was = " (was " + outcome.versionBefore().orElse("empty") + ")";
        boolean versionMoved =
                outcome.applied().stream().map(AppliedScript::version).anyMatch(Optional::isPresent);
        lines.add(Line.info(style.good(at + (versionMoved ? was : "")) + ": "
                + Words.count(outcome.applied().size(), "script") + " applied in " + Words.time(outcome.duration())
                + "."
                + (versionMoved ? wayBack(outcome) : "")));
        return lines;
    }

    /** A command that would be refused is no way back. */
    private static String wayBack(UpgradeOutcome outcome) {
        if (outcome.withoutUndo().isEmpty()) {
            return " Way back: mvn db:downgrade -Ddb.target="
                    + outcome.versionBefore().orElse("base");
        }
        String last = outcome.withoutUndo().get(outcome.withoutUndo().size() - 1);
        return " No way back past " + last + ": it has no undo script.";
    }
}
