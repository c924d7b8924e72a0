package dev.belay.report;

import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which undo scripts there are now, and what they cannot bring back. */
public final class UndoText {

    private UndoText() {}

    /** {@return a line for each script with what is to be known of it, then the sum} */
    public static List<Line> lines(UndoOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.notes().forEach(note -> lines.add(Line.warn(note)));
        if (outcome.scripts().isEmpty()) {
            lines.add(Line.info("Every versioned script has its undo script; nothing was written."));
            return lines;
        }
        for (UndoOutcome.Script script : outcome.scripts()) {
            add(lines, script, outcome.dryRun(), style);
        }
        lines.add(Line.info(sum(outcome)));
        lines.add(Line.info(
                outcome.dryRun()
                        ? "Nothing was written, since db.dryRun is set."
                        : "Next: read what they cannot bring back, then mvn db:test"));
        return lines;
    }

    private static void add(List<Line> lines, UndoOutcome.Script script, boolean dryRun, Style style) {
        String head = style.strong(script.script()) + ": " + words(script.result());
        if (!script.result().isGood()) {
            lines.add(Line.warn(head));
            script.error().ifPresent(error -> lines.add(Line.warn("  " + error)));
            script.differences().forEach(line -> lines.add(Line.warn("  " + line)));
        } else {
            lines.add(Line.info(head));
        }
        script.remarks().forEach(remark -> lines.add(Line.info("  " + remark)));
        for (Path file : script.files()) {
            lines.add(Line.info("  " + (dryRun ? "would write " : "wrote ") + file));
        }
        if (dryRun) {
            script.text().lines().forEach(line -> lines.add(Line.info("  | " + line)));
        }
    }

    private static String words(Result result) {
        return switch (result) {
            case EXACT -> "undone exactly";
            case COLUMN_ORDER -> "undone but for the order of columns";
            case DIFFERS -> "not undone completely; the file says so at its top";
            case NOT_UP_AGAIN -> "no undo script, since the versioned script does not run again after it";
            case LOSES_ROWS -> "no undo script, since it would drop what holds rows";
            case FAILS -> "no undo script, since the one that was tried fails";
        };
    }

    private static String sum(UndoOutcome outcome) {
        int all = outcome.scripts().size();
        long written =
                outcome.scripts().stream().filter(it -> it.result().isWritten()).count();
        long other =
                outcome.scripts().stream().filter(it -> !it.result().isGood()).count();
        return (all == 1 ? "1 undo script was missing: " : all + " undo scripts were missing: ") + written
                + (outcome.dryRun() ? " to be written, " : " written, ") + outcome.count(Result.EXACT) + " exact, "
                + outcome.count(Result.COLUMN_ORDER) + " but for the order of columns"
                + (other == 0 ? "." : ", " + other + " to be written or corrected by hand.");
    }
}
