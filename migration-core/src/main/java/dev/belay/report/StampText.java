package dev.belay.report;

import dev.belay.outcome.StampOutcome;
import dev.belay.outcome.StampOutcome.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stamp has written, or would write. */
public final class StampText {

    private StampText() {}

    /** {@return how the schema differs, the rows, and where the database stands now} */
    public static List<Line> lines(StampOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        String database = outcome.target().database();
        if (outcome.rows().isEmpty()) {
            lines.add(Line.info(style.good("The history of " + database + " says so already: "
                    + at(outcome.versionAfter()) + ". Nothing was written.")));
            return lines;
        }
        difference(lines, outcome);
        outcome.rows().forEach(row -> lines.add(Line.info("  " + words(row))));
        if (outcome.dryRun()) {
            lines.add(Line.info("A stamp would record " + database + " as " + at(outcome.versionAfter()) + " (now "
                    + at(outcome.versionBefore()) + "): "
                    + Words.count(outcome.rows().size(), "row")
                    + ", no script run. Nothing was written, since db.dryRun is set."));
            if (!outcome.agrees() && !outcome.forced()) {
                lines.add(
                        Line.warn("It would be refused, since the schema is not known to be that; db.force=true records"
                                + " it all the same."));
            }
            return lines;
        }
        lines.add(Line.info(style.good(database + " is recorded as " + at(outcome.versionAfter())) + " (was "
                + at(outcome.versionBefore()) + "): "
                + Words.count(outcome.rows().size(), "row")
                + " written, no script run"
                + (outcome.agrees() ? "; the schema is what the scripts make." : ", by force.")));
        return lines;
    }

    private static void difference(List<Line> lines, StampOutcome outcome) {
        outcome.notCompared().ifPresent(why -> lines.add(Line.warn("the schema was not compared: " + why)));
        if (!outcome.drift().isEmpty()) {
            lines.add(Line.warn("the schema is not what the scripts make:"));
            outcome.drift().forEach(line -> lines.add(Line.warn("  " + line)));
            lines.addAll(DriftLines.of(outcome.sql(), outcome.sqlMissing()));
        }
    }

    private static String at(Optional<String> version) {
        return version.map(number -> "at version " + number).orElse("at no version");
    }

    private static String words(Row row) {
        return switch (row.kind()) {
            case BASELINE -> "baseline at version " + row.version();
            case APPLIED -> "applied: " + row.script();
            case NOT_APPLIED -> "not applied any more: " + row.script();
        };
    }
}
