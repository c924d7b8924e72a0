package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.Direction;
import dev.belay.outcome.PreviewOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run would do, for people; the SQL is in the file. */
public final class PreviewText {

    private static final int DESCRIPTION_WIDTH = 60;

    private PreviewText() {}

    /** {@return the steps as a table, the warnings, and the command that does it} */
    public static List<Line> lines(PreviewOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        String goal = outcome.direction() == Direction.UP ? "upgrade" : "downgrade";
        if (outcome.steps().isEmpty()) {
            outcome.warnings().forEach(warning -> lines.add(Line.warn(warning)));
            lines.add(Line.info(
                    style.good(outcome.target().database() + " is at version "
                                    + outcome.versionBefore().orElse("none")) + "; " + goal + " would do nothing."));
            return lines;
        }
        List<String> table = table(outcome).lines();
        lines.add(Line.info(style.faint(table.get(0))));
        table.subList(1, table.size()).forEach(row -> lines.add(Line.info(row)));
        outcome.warnings().forEach(warning -> lines.add(Line.warn(warning)));
        outcome.findings().stream()
                .filter(finding -> finding.severity() != Severity.LOW)
                .forEach(finding -> lines.add(Line.warn(style.severity(
                                finding.severity(), finding.severity().name().toLowerCase(Locale.ROOT))
                        + " " + finding.script()
                        + finding.span().map(span -> ":" + span.start()).orElse("") + " " + finding.rule() + ": "
                        + finding.message())));
        outcome.rehearsal()
                .ifPresent(figures -> figures.locks()
                        .forEach(lock -> lines.add(Line.info("rehearsed: " + lock.place() + " holds " + lock.mode()
                                + " on " + lock.table() + " for " + Words.time(lock.held())))));
        lines.add(Line.info(goal + " would take " + outcome.target().database() + " from version "
                + outcome.versionBefore().orElse("none") + " to "
                + style.strong(outcome.versionAfter().orElse("none")) + ": "
                + Words.count(outcome.steps().size(), "script") + "."));
        lines.add(Line.info("The SQL, for psql -v ON_ERROR_STOP=1 -f: " + outcome.sql()));
        return lines;
    }

    private static TextTable table(PreviewOutcome outcome) {
        var table = new TextTable("step", "script", "description", "statements", "transaction");
        int step = 0;
        for (PreviewOutcome.Step each : outcome.steps()) {
            step++;
            table.row(
                    Integer.toString(step),
                    each.script(),
                    Words.cut(each.description(), DESCRIPTION_WIDTH),
                    each.statements() == 0 ? "" : Integer.toString(each.statements()),
                    each.inTransaction() ? "one" : "none");
        }
        return table;
    }
}
