package dev.belay.maven;

import dev.belay.report.CheckReport;
import dev.belay.report.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a goal ended.
 *
 * @param outcome for the JSON report; empty when there was nothing to do
 * @param lines for people
 * @param failure why the build fails although the goal ran to its end, such as findings
 * @param check what the other reports of a check are made of; empty for other goals
 * @param junit how a goal that tests reports to build servers; empty for other goals
 */
record GoalResult(
        Optional<Record> outcome,
        List<Line> lines,
        Optional<String> failure,
        Optional<CheckReport> check,
        Optional<JunitFile> junit) {

    /** Writes a goal's report as JUnit's XML. */
    @FunctionalInterface
    interface JunitFile {

        /** {@return the file, in that folder} */
        Path write(Path folder);
    }

    static GoalResult of(Record outcome, List<Line> lines) {
        return new GoalResult(Optional.of(outcome), lines, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A check, which has reports of its own. */
    static GoalResult of(CheckReport report, List<Line> lines) {
        return new GoalResult(
                Optional.of(report.outcome()), lines, Optional.empty(), Optional.of(report), Optional.empty());
    }

    /** The same, with a report for build servers. */
    GoalResult with(JunitFile file) {
        return new GoalResult(outcome, lines, failure, check, Optional.of(file));
    }

    /** The goal has nothing to do here. */
    static GoalResult nothing(Line line) {
        return of(List.of(line));
    }

    /** The goal has something to say, and nothing to report. */
    static GoalResult of(List<Line> lines) {
        return new GoalResult(Optional.empty(), lines, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, and the build fails. */
    GoalResult failing(String reason) {
        return new GoalResult(outcome, lines, Optional.of(reason), check, junit);
    }

    /** The same, its commands made complete. */
    GoalResult with(Retyped retyped) {
        return new GoalResult(
                outcome,
                lines.stream()
                        .map(line -> new Line(line.level(), retyped.in(line.text())))
                        .toList(),
                failure,
                check,
                junit);
    }
}
