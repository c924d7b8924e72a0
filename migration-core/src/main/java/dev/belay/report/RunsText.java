package dev.belay.report;

import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.RunsOutcome;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The runs that a database remembers, as a table to read, with what was allowed or forced in them. */
public final class RunsText {

    private static final int WHO_WIDTH = 40;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private RunsText() {}

    /** {@return the table, one line per run in the outcome's order, below each its audit trail, and the rates} */
    public static List<Line> lines(RunsOutcome outcome, Style style) {
        if (outcome.runs().isEmpty()) {
            return List.of(
                    Line.info("No run is on record in " + outcome.target().database() + "."));
        }
        var lines = new ArrayList<Line>();
        List<String> table = table(outcome.runs()).lines();
        lines.add(Line.info(style.faint(table.get(0))));
        for (int i = 1; i < table.size(); i++) {
            PastRun run = outcome.runs().get(i - 1);
            lines.add(new Line(level(run.result()), table.get(i)));
            run.audit().forEach(audit -> lines.add(Line.info(style.faint("    on record: ") + Visible.of(audit))));
        }
        lines.add(Line.info(rates(outcome.runs())));
        return lines;
    }

    private static TextTable table(List<PastRun> runs) {
        var table = new TextTable("started", "goal", "result", "version", "time", "by", "commit", "run");
        for (PastRun run : runs) {
            table.row(
                    WHEN.format(run.started()),
                    run.goal(),
                    run.result().map(RunWords::label).orElse("not ended"),
                    versions(run),
                    run.duration().map(Words::time).orElse(""),
                    Words.cut(Visible.of(run.startedBy()), WHO_WIDTH),
                    run.gitCommit().map(RunWords::shortCommit).orElse(""),
                    run.run().value());
        }
        return table;
    }

    private static String versions(PastRun run) {
        if (run.versionBefore().isEmpty() && run.versionAfter().isEmpty()) {
            return "";
        }
        return run.versionBefore().equals(run.versionAfter())
                ? run.versionBefore().orElseThrow()
                : run.versionBefore().orElse("empty") + " -> "
                        + run.versionAfter().orElse(knowsWhereItEnded(run) ? "empty" : "?");
    }

    private static boolean knowsWhereItEnded(PastRun run) {
        return run.result().filter(result -> result != Result.FAILED).isPresent();
    }

    private static Line.Level level(Optional<Result> result) {
        if (result.isEmpty()) {
            return Line.Level.WARN;
        }
        return switch (result.get()) {
            case SUCCEEDED -> Line.Level.INFO;
            case REFUSED, ROLLED_BACK, RESTORED -> Line.Level.WARN;
            case FAILED, INVALID -> Line.Level.ERROR;
        };
    }

    /** Of what has not ended there is nothing to say in per cent; what succeeded is shown even when nothing did. */
    private static String rates(List<PastRun> runs) {
        long succeeded = count(runs, Optional.of(Result.SUCCEEDED));
        long open = count(runs, Optional.empty());
        long ended = runs.size() - open;
        String rate = ended == 0 ? "" : " (" + Math.round(100.0 * succeeded / ended) + " %)";
        String others = Arrays.stream(Result.values())
                .filter(result -> result != Result.SUCCEEDED && count(runs, Optional.of(result)) > 0)
                .map(result -> ", " + count(runs, Optional.of(result)) + " " + RunWords.label(result))
                .collect(Collectors.joining());
        return Words.count(runs.size(), "run") + ": " + succeeded + " succeeded" + rate + others
                + (open == 0 ? "" : ", " + open + " not ended");
    }

    private static long count(List<PastRun> runs, Optional<Result> result) {
        return runs.stream().filter(run -> run.result().equals(result)).count();
    }
}
