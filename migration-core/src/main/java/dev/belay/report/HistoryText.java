package dev.belay.report;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryOutcome;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The history as a table to read. */
public final class HistoryText {

    /** What counts as applied, whatever else there is to say of it. */
    private static final Set<HistoryEntry.State> IN_FORCE = EnumSet.of(
            HistoryEntry.State.APPLIED,
            HistoryEntry.State.OUT_OF_ORDER,
            HistoryEntry.State.CHANGED,
            HistoryEntry.State.MISSING,
            HistoryEntry.State.FUTURE,
            HistoryEntry.State.OUTDATED,
            HistoryEntry.State.BASELINE);

    private static final List<HistoryEntry.State> NOTABLE = List.of(
            HistoryEntry.State.CHANGED,
            HistoryEntry.State.MISSING,
            HistoryEntry.State.FUTURE,
            HistoryEntry.State.IGNORED,
            HistoryEntry.State.FAILED);

    private static final int DESCRIPTION_WIDTH = 60;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private HistoryText() {}

    /** {@return the table, one line per entry in the outcome's order, and a line that sums it up} */
    public static List<Line> lines(HistoryOutcome outcome, Style style) {
        var lines = new ArrayList<Line>();
        if (outcome.entries().isEmpty()) {
            lines.add(
                    Line.info("Nothing is applied to " + outcome.target().database() + ", and there are no scripts."));
            return lines;
        }
        List<String> table = table(outcome.entries()).lines();
        lines.add(Line.info(style.faint(table.get(0))));
        for (int i = 1; i < table.size(); i++) {
            lines.add(new Line(level(outcome.entries().get(i - 1).state()), table.get(i)));
        }
        lines.add(Line.info(sum(outcome)));
        return lines;
    }

    private static TextTable table(List<HistoryEntry> entries) {
        var table = new TextTable("version", "description", "type", "state", "installed on", "by", "time", "undo");
        for (HistoryEntry entry : entries) {
            table.row(
                    entry.version().orElse(""),
                    Words.cut(entry.description(), DESCRIPTION_WIDTH),
                    entry.type(),
                    entry.state().label(),
                    entry.installedOn().map(WHEN::format).orElse(""),
                    entry.installedBy().orElse(""),
                    time(entry.executionTime()),
                    undo(entry.undo()));
        }
        return table;
    }

    private static String time(OptionalInt millis) {
        return millis.isPresent() ? Words.time(Duration.ofMillis(millis.getAsInt())) : "";
    }

    private static String undo(HistoryEntry.Undo undo) {
        return switch (undo) {
            case FILE -> "script";
            case KEPT -> "kept";
            case NONE -> "";
        };
    }

    private static Line.Level level(HistoryEntry.State state) {
        return switch (state) {
            case FAILED -> Line.Level.ERROR;
            case MISSING, CHANGED, IGNORED, FUTURE -> Line.Level.WARN;
            default -> Line.Level.INFO;
        };
    }

    private static String sum(HistoryOutcome outcome) {
        long pending = outcome.entries().stream()
                .filter(entry -> entry.isToApply(outcome.entries()))
                .count();
        long applied = count(outcome, IN_FORCE);
        String others = NOTABLE.stream()
                .map(state -> new Counted(count(outcome, EnumSet.of(state)), state))
                .filter(counted -> counted.count > 0)
                .map(counted -> ", " + counted.count + " " + counted.state.label())
                .collect(Collectors.joining());
        return applied == 0
                ? "Nothing is applied to " + outcome.target().database() + " yet; " + pending + " pending" + others
                        + "."
                : applied + " applied, " + pending + " pending" + others + ".";
    }

    private static long count(HistoryOutcome outcome, Set<HistoryEntry.State> states) {
        return outcome.entries().stream()
                .filter(entry -> states.contains(entry.state()))
                .count();
    }

    private record Counted(long count, HistoryEntry.State state) {}
}
