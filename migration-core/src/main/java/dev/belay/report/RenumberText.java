package dev.belay.report;

import dev.belay.outcome.RenumberOutcome;
import java.util.ArrayList;
import java.util.List;

/** Which scripts have moved where. */
public final class RenumberText {

    private RenumberText() {}

    /** {@return the notes, a line for each file, and what to do next; why nothing moved when nothing did} */
    public static List<Line> lines(RenumberOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        outcome.notes().forEach(note -> lines.add(Line.warn(note)));
        String base = outcome.base() + " (left at " + outcome.commit() + ")";
        if (outcome.moves().isEmpty()) {
            lines.add(Line.info(
                    outcome.own() == 0
                            ? "Nothing to move: this branch has no versioned script that " + base + " lacks."
                            : "Nothing to move: the " + Words.count(outcome.own(), "versioned script")
                                    + " of this branch "
                                    + outcome.newest()
                                            .map(newest -> (outcome.own() == 1 ? "comes" : "come") + " after version "
                                                    + newest + ", the newest of " + base)
                                            .orElse((outcome.own() == 1 ? "meets" : "meet") + " none of " + base)
                                    + "."));
            return lines;
        }
        int moved = outcome.moves().size();
        lines.add(Line.info((outcome.dryRun() ? "Would move " : "Moved ") + Words.count(moved, "script")
                + " behind version " + style.strong(outcome.newest().orElse("")) + ", the newest of " + base + ":"));
        outcome.moves().stream()
                .flatMap(move -> move.files().stream())
                .forEach(file -> lines.add(
                        Line.info("  " + file.from() + " -> " + file.to().getFileName())));
        outcome.rewritten()
                .forEach(file -> lines.add(
                        Line.info("  " + file + (outcome.dryRun() ? " would name them anew" : " names them anew"))));
        lines.add(Line.info(
                outcome.dryRun()
                        ? "Nothing was moved, since db.dryRun is set. Next: mvn db:renumber"
                        : "Next: mvn db:check, then commit; git add sees the renames"));
        return lines;
    }
}
