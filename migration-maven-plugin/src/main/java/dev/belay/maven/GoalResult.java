package dev.belay.maven;

import dev.belay.report.Line;
import java.util.List;
import java.util.Optional;

/**
 * How a goal ended.
 *
 * @param outcome for the JSON report; empty when there was nothing to do
 * @param lines for people
 * @param failure why the build fails although the goal ran to its end, such as findings
 */
record GoalResult(Optional<Record> outcome, List<Line> lines, Optional<String> failure) {

    static GoalResult of(Record outcome, List<Line> lines) {
        return new GoalResult(Optional.of(outcome), lines, Optional.empty());
    }

    /** The goal has nothing to do here. */
    static GoalResult nothing(Line line) {
        return new GoalResult(Optional.empty(), List.of(line), Optional.empty());
    }

    /** The same, and the build fails. */
    GoalResult failing(String reason) {
        return new GoalResult(outcome, lines, Optional.of(reason));
    }

    /** The same, its commands made complete. */
    GoalResult with(Retyped retyped) {
        return new GoalResult(
                outcome,
                lines.stream()
                        .map(line -> new Line(line.level(), retyped.in(line.text())))
                        .toList(),
                failure);
    }
}
