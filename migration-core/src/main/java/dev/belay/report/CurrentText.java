package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.CurrentOutcome;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Where a database stands, in a few lines. */
public final class CurrentText {

    private static final int PENDING_SHOWN = 10;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private CurrentText() {}

    /** {@return the version, what is pending, what failed, the last run} */
    public static List<Line> lines(CurrentOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        String database = style.strong(outcome.target().database());
        lines.add(Line.info(outcome.version()
                .map(version -> database + " is at version " + style.strong(version)
                        + outcome.description()
                                .filter(words -> !words.isBlank())
                                .map(words -> ": " + words)
                                .orElse(""))
                .orElse(database + " has no version: nothing is applied")));
        lines.add(Line.info(pending(outcome.pending())));
        if (!outcome.ignored().isEmpty()) {
            lines.add(Line.warn("passed over, a later version being applied: " + String.join(", ", outcome.ignored())
                    + "; -Dflyway.outOfOrder=true applies them"));
        }
        outcome.failed()
                .forEach(script -> lines.add(new Line(
                        Line.Level.ERROR,
                        style.severity(Severity.HIGH, script + " failed half-way")
                                + ": an upgrade refuses until the database is put right and the row repaired")));
        outcome.lastRun().ifPresent(run -> lines.add(lastRun(run)));
        return lines;
    }

    private static String pending(List<String> scripts) {
        if (scripts.isEmpty()) {
            return "Nothing is pending.";
        }
        List<String> shown = scripts.subList(0, Math.min(PENDING_SHOWN, scripts.size()));
        int left = scripts.size() - shown.size();
        return scripts.size() + " pending: " + String.join(", ", shown) + (left > 0 ? " and " + left + " more" : "");
    }

    private static Line lastRun(CurrentOutcome.LastRun run) {
        String text = "last run: " + run.goal() + " " + run.run() + ", " + run.result() + ", "
                + WHEN.format(run.startedAt()) + " by " + run.startedBy()
                + run.finishedAt()
                        .map(end -> ", " + Words.time(Duration.between(run.startedAt(), end)))
                        .orElse("")
                + ", from version " + run.versionBefore().orElse("none")
                + run.versionAfter().map(after -> " to " + after).orElse("");
        return run.result().equals("succeeded") || run.result().equals("running") ? Line.info(text) : Line.warn(text);
    }
}
