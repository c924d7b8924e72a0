package dev.belay.report;

import dev.belay.outcome.DowngradeOutcome;
import java.util.ArrayList;
import java.util.List;

/** How a downgrade ended. */
public final class DowngradeText {

    private DowngradeText() {}

    /** {@return the warnings, then where the database is and how to go up again} */
    public static List<Line> lines(DowngradeOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.warnings().forEach(warning -> lines.add(Line.warn(warning)));
        String database = outcome.target().database();
        String at = outcome.versionAfter()
                .map(version -> database + " is at version " + version)
                .orElse(database + " has no version any more");
        if (outcome.undone().isEmpty()) {
            lines.add(Line.info(style.good(at) + "; there was nothing to undo."));
            return lines;
        }
        lines.add(Line.info(style.good(at
                        + outcome.versionBefore()
                                .map(version -> " (was " + version + ")")
                                .orElse(""))
                + ": "
                + RunWords.undone(outcome.undone().size(), outcome.putBack().size()) + " in "
                + Words.time(outcome.duration()) + "."
                + outcome.versionBefore()
                        .filter(version -> outcome.canClimbAgain())
                        .map(version -> " Up again: mvn db:upgrade -Ddb.target=" + version)
                        .orElse("")));
        outcome.hint().forEach(hint -> lines.add(Line.info(hint)));
        return lines;
    }
}
