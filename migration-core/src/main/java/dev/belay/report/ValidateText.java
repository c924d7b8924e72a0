package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.ValidateOutcome;
import java.util.ArrayList;
import java.util.List;

/** Whether a database is what its history says. */
public final class ValidateText {

    private ValidateText() {}

    /** {@return what is not well, group by group, then what was looked at} */
    public static List<Line> lines(ValidateOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        group(lines, style, "history and scripts do not agree", outcome.history());
        group(lines, style, "the schema is not what the history makes (drift)", outcome.drift());
        lines.addAll(DriftLines.of(outcome.driftSql(), outcome.driftSqlMissing()));
        group(lines, style, "unfinished in the schema", outcome.unsound());
        group(lines, style, "foreign keys with rows that have no parent", outcome.foreignKeys());
        group(lines, style, "assertions that do not hold", outcome.assertions());
        outcome.notCompared().ifPresent(why -> lines.add(Line.warn("the schema was not compared: " + why)));
        if (!outcome.foreignKeysNotChecked().isEmpty()) {
            lines.add(Line.warn(
                    "not checked, the time being too short: " + String.join(", ", outcome.foreignKeysNotChecked())));
        }
        if (outcome.valid()) {
            String at = outcome.target().database() + " is valid at version "
                    + outcome.version().orElse("none");
            lines.add(Line.info(style.good(at) + ": history"
                    + (outcome.notCompared().isEmpty() ? ", schema" : "") + ", indexes, constraints, foreign keys"
                    + (outcome.assertionFiles() > 0
                            ? ", " + Words.count(outcome.assertionFiles(), "file") + " of assertions"
                            : "")
                    + "; " + Words.time(outcome.duration()) + "."));
        }
        return lines;
    }

    /** {@return what to do about each that is not well} */
    public static String next(ValidateOutcome outcome) {
        var next = new ArrayList<String>();
        if (!outcome.history().isEmpty()) {
            next.add("bring back the scripts as they were applied, or correct the history:  mvn db:repair");
        }
        if (!outcome.drift().isEmpty()) {
            next.add("bring what was changed by hand into a script, or take it back; the differences are above"
                    + (outcome.driftSql().isEmpty() ? "" : ", with the SQL for either"));
        }
        if (!outcome.unsound().isEmpty()) {
            next.add("finish what is unfinished (REINDEX INDEX CONCURRENTLY, VALIDATE CONSTRAINT, ENABLE TRIGGER)");
        }
        if (!outcome.foreignKeys().isEmpty() || !outcome.assertions().isEmpty()) {
            next.add("correct the rows that are named above, in a script or by hand");
        }
        return String.join("   and ", next);
    }

    private static void group(List<Line> lines, Style style, String title, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add(new Line(Line.Level.ERROR, style.severity(Severity.HIGH, title)));
        entries.forEach(entry -> lines.add(new Line(Line.Level.ERROR, "  " + entry)));
    }
}
