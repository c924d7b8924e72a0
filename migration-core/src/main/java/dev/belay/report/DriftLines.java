package dev.belay.report;

import dev.belay.outcome.DriftScript;
import dev.belay.outcome.DriftScript.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the SQL is that leads from one side of a drift to the other, and what is to be known of it. */
final class DriftLines {

    private DriftLines() {}

    /** {@return a line for each direction; none when there is no drift} */
    static List<Line> of(List<DriftScript> scripts, Optional<String> missing) {
        var lines = new ArrayList<Line>();
        missing.ifPresent(why -> lines.add(Line.warn("no SQL was written for either direction: " + why)));
        for (DriftScript script : scripts) {
            String purpose = script.direction() == Direction.DATABASE_TO_SCRIPTS
                    ? "to bring the database to the scripts, run "
                    : "to bring the scripts to the database, make a migration of ";
            lines.add(Line.info(purpose + script.file() + " (" + Words.count(script.statements(), "statement")
                    + (script.losing() == 0 ? "" : ", " + script.losing() + " of them may lose data") + "; "
                    + words(script) + ")"));
        }
        return lines;
    }

    private static String words(DriftScript script) {
        return switch (script.result()) {
            case EXACT -> "tried: exact";
            case COLUMN_ORDER -> "tried: but for the order of columns";
            case DIFFERS -> "tried: not complete, its head says what is left";
            case FAILS -> "tried: fails, " + String.join(" ", script.remaining());
            case NOT_TRIED -> "not tried";
        };
    }
}
