package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A safeguarded run for people: a line for each step as it ends, and the lines that close it. */
public final class RunText {

    private static final int NAME_WIDTH = 9;

    /** As much as {@code 3 min 05 s}. */
    private static final int TIME_WIDTH = 10;

    /** A first run over hundreds of scripts warns of hundreds of things. */
    private static final int MOST_DETAILS = 20;

    private static final String GAP = "   ";
    private static final String INDENT = " ".repeat(2 + NAME_WIDTH + TIME_WIDTH + GAP.length());

    private RunText() {}

    /**
     * {@return the step's name, its time and what there is to say of it; below that its details, under those words} Those of
     * a step that ends the run stand in its failure.
     *
     * @param environment of the database: a safeguard that is not taken is nothing to warn of in development, where none
     *     is by default; empty where that is not known
     */
    public static List<Line> stepLine(StepReport step, Optional<Environment> environment, Style style) {
        boolean expected = environment.isEmpty() || environment.get() == Environment.DEVELOPMENT;
        Line.Level level =
                step.result() == StepReport.Result.SKIPPED && !expected ? Line.Level.WARN : level(step.result());
        var lines = new ArrayList<Line>();
        lines.add(new Line(level, line(step.step().toString(), RunWords.time(step), words(step, style), style)));
        if (step.result() != StepReport.Result.REFUSED && step.result() != StepReport.Result.FAILED) {
            details(step).forEach(detail -> lines.add(new Line(level, INDENT + detail)));
        }
        return lines;
    }

    private static String line(String name, String time, String words, Style style) {
        return ("  " + style.strong(name) + blanks(NAME_WIDTH - name.length()) + blanks(TIME_WIDTH - time.length())
                        + style.faint(time) + GAP + words)
                .stripTrailing();
    }

    private static List<String> details(StepReport step) {
        List<String> all = step.details().stream()
                .flatMap(detail -> Visible.of(detail).lines())
                .toList();
        if (all.size() <= MOST_DETAILS) {
            return all;
        }
        var shown = new ArrayList<>(all.subList(0, MOST_DETAILS));
        shown.add("... and " + (all.size() - MOST_DETAILS) + " more lines, which are in run.json");
        return shown;
    }

    private static String words(StepReport step, Style style) {
        String words = Visible.of(step.words()).replace('\n', ' ');
        return switch (step.result()) {
            case DONE, SKIPPED -> words;
            case WARNED -> style.severity(Severity.MEDIUM, words);
            case REFUSED, FAILED -> style.severity(Severity.HIGH, words);
        };
    }

    /**
     * {@return how it ended: after a success what is on record, the warnings, where the database is and how to get
     * back; after a failure what happened, what was taken back, in what state the database is and what to do next}
     */
    public static List<Line> closing(RunReport report, Style style) {
        var lines = new ArrayList<Line>();
        report.audit().forEach(audit -> lines.add(Line.warn("On record: " + Visible.of(audit))));
        report.warnings().forEach(warning -> lines.add(Line.warn(Visible.of(warning))));
        report.problem().ifPresent(problem -> lines.addAll(problem(report, problem, style)));
        if (report.result() == Result.SUCCEEDED) {
            lines.add(Line.info(success(report, style)));
            report.hint().forEach(hint -> lines.add(Line.info(Visible.of(hint))));
        } else if (report.problem().isEmpty()) {
            lines.add(new Line(Line.Level.ERROR, style.severity(Severity.HIGH, sentence(RunWords.verdict(report)))));
        }
        return lines;
    }

    private static String success(RunReport report, Style style) {
        String verdict = style.good(Visible.of(RunWords.verdict(report)));
        if (report.applied().isEmpty() && !report.goal().equals("restore")) {
            return verdict
                    + (report.goal().equals("downgrade") ? "; there was nothing to undo." : "; nothing was pending.");
        }
        String did = report.goal().equals("restore")
                ? "restored"
                        + report.backup()
                                .map(from -> " from " + Visible.of(from))
                                .orElse("")
                : RunWords.did(report);
        return verdict + ": " + did + " in " + Words.time(report.duration()) + "."
                + RunWords.wayBack(report)
                        .map(way -> " " + way.label() + ": " + way.command())
                        .orElse("");
    }

    private static List<Line> problem(RunReport report, Problem problem, Style style) {
        var texts = new ArrayList<String>();
        texts.add(style.severity(Severity.HIGH, Visible.of(problem.what())));
        problem.details().stream()
                .flatMap(detail -> Visible.of(detail).lines())
                .forEach(detail -> texts.add("    " + detail));
        String state = problem.state().map(Visible::of).orElse(sentence(RunWords.verdict(report)));
        RunWords.takenBack(report).ifPresent(texts::add);
        texts.add(state);
        RunWords.wayBack(report).ifPresent(way -> texts.add(way.label() + ": " + way.command()));
        if (!problem.next().isBlank()) {
            texts.add("Next: " + Visible.of(problem.next()));
        }
        return texts.stream()
                .flatMap(String::lines)
                .map(text -> new Line(Line.Level.ERROR, text))
                .toList();
    }

    /** The verdict of a run that did not end well begins with a word of ours, and not with a name. */
    private static String sentence(String verdict) {
        return Visible.of(verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1)) + ".";
    }

    private static Line.Level level(StepReport.Result result) {
        return switch (result) {
            case DONE, SKIPPED -> Line.Level.INFO;
            case WARNED -> Line.Level.WARN;
            case REFUSED, FAILED -> Line.Level.ERROR;
        };
    }

    private static String blanks(int number) {
        return " ".repeat(Math.max(0, number));
    }
}
