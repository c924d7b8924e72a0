package dev.belay.report;

import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.RunsOutcome;
import dev.belay.outcome.StepReport.Step;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs that a database remembers, as a table to read, with what was allowed or forced in them. */
public final class RunsText {

    /** With these two a line has 120 characters at most, unless versions are long. */
    private static final int WHO_WIDTH = 24;

    private static final int STORY_WIDTH = 108;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private RunsText() {}

    /** {@return the table, one line per run in the outcome's order, below each what happened and its audit trail, and the rates} */
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
            story(run)
                    .forEach(words ->
                            lines.add(Line.info(style.faint("    " + Words.cut(Visible.of(words), STORY_WIDTH)))));
            run.audit().forEach(audit -> lines.add(Line.info(style.faint("    on record: ") + Visible.of(audit))));
        }
        lines.add(Line.info(rates(outcome)));
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

    /** Of a run that went well only what it ran on and by which plan; else also the step that it ended in, and the way back. */
    private static List<String> story(PastRun run) {
        var story = new ArrayList<String>();
        String where = Stream.concat(run.environment().stream(), run.plan().map(plan -> "plan " + plan).stream())
                .collect(Collectors.joining(", "));
        if (!where.isEmpty()) {
            story.add(where);
        }
        if (run.result().filter(Result.SUCCEEDED::equals).isEmpty()) {
            story.addAll(steps(run));
        }
        return story;
    }

    private static List<String> steps(PastRun run) {
        // of a run that has ended, that its reports were written says nothing of how
        List<PastRun.Step> steps = run.steps().stream()
                .filter(step -> run.result().isEmpty() || !step.step().equals(Step.REPORT.toString()))
                .toList();
        if (steps.isEmpty()) {
            return List.of();
        }
        PastRun.Step last = steps.get(steps.size() - 1);
        if (run.result().isEmpty()) {
            return List.of("last step: " + last.step()
                    + last.words().map(words -> ", " + words).orElse(", not ended"));
        }
        var told = new ArrayList<String>();
        steps.stream().filter(PastRun.Step::stopped).findFirst().ifPresent(step -> told.add(said(step)));
        if (told.isEmpty() || !told.get(0).equals(said(last))) {
            told.add(said(last));
        }
        return told;
    }

    private static String said(PastRun.Step step) {
        return step.step()
                + step.result()
                        .filter(result -> step.stopped())
                        .map(result -> " " + result)
                        .orElse("")
                + step.words().map(words -> ": " + words).orElse(", not ended");
    }

    /** Of what has not ended there is nothing to say in per cent; what succeeded is shown even when nothing did. */
    private static String rates(RunsOutcome outcome) {
        List<PastRun> runs = outcome.runs();
        long open = count(runs, Optional.empty());
        String others = Arrays.stream(Result.values())
                .filter(result -> result != Result.SUCCEEDED && count(runs, Optional.of(result)) > 0)
                .map(result -> ", " + count(runs, Optional.of(result)) + " " + RunWords.label(result))
                .collect(Collectors.joining());
        return Words.count(runs.size(), "run") + ": " + count(runs, Optional.of(Result.SUCCEEDED)) + " succeeded"
                + others
                + (open == 0 ? "" : ", " + open + " not ended")
                + (outcome.rates().success().isEmpty()
                        ? ""
                        : "; success " + percent(outcome.rates().success()) + ", rollback "
                                + percent(outcome.rates().rollback()));
    }

    private static String percent(OptionalDouble rate) {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(rate.orElseThrow())
                + " %";
    }

    private static long count(List<PastRun> runs, Optional<Result> result) {
        return runs.stream().filter(run -> run.result().equals(result)).count();
    }
}
