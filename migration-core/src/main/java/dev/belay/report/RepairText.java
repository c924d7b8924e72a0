package dev.belay.report;

import dev.belay.outcome.RepairOutcome;
import java.util.ArrayList;
import java.util.List;

/** What a repair did, or would do. */
public final class RepairText {

    private RepairText() {}

    /** {@return what is wrong, what was done, and what to type} */
    public static List<Line> lines(RepairOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        String database = outcome.target().database();
        if (outcome.found().isEmpty() && outcome.done().isEmpty()) {
            lines.add(Line.info(style.good("The history of " + database + " needs no repair.")));
            return lines;
        }
        outcome.found().forEach(found -> lines.add(Line.warn(found)));
        outcome.done().forEach(done -> lines.add(Line.info(done)));
        lines.add(Line.info(
                outcome.confirmed()
                        ? style.good("The history of " + database + " was repaired") + ": "
                                + Words.count(outcome.done().size(), "row") + " changed."
                        : "A repair would correct the rows of the history, and nothing else. First put right what a failed"
                                + " script has left. Then: mvn db:repair -Ddb.force=true"));
        return lines;
    }
}
