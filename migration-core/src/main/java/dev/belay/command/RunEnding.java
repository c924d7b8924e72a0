package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.script.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The end of a safeguarded run, however it ends: first traffic is let in again, then its last step writes the reports, then
 * the journal has its end, then everybody is told. What fails on the way is said, and keeps nothing behind it from being done.
 *
 * @param goal as the journal names it
 * @param completed adds to a report what only this direction knows
 */
record RunEnding(
        DatabaseRequest request,
        Safeguards guards,
        String goal,
        UnaryOperator<RunReport> completed,
        RunSteps steps,
        StoppedTraffic traffic,
        Instant started) {

    /**
     * Ends it.
     *
     * @param record the run's own in the journal; empty when its sessions are known to be gone
     * @return what was told of it
     */
    RunReport end(RunStory story, Optional<RunRecord> record, RunStory.End end) {
        letIn(end);
        if (record.isEmpty()) {
            steps.withoutJournal();
        }
        RunReport told = report(story, end);
        try {
            new JournalEnd(end.result(), end.version(), trail(end))
                    .write(request, story.run(), record.filter(own -> steps.isJournalled()), steps.reports());
        } finally {
            tell(told, end);
        }
        return told;
    }

    /** What ended a run between two steps is said by none of them, and by no file that somebody still has in a year. */
    private List<String> trail(RunStory.End end) {
        boolean said = steps.reports().stream()
                .anyMatch(report ->
                        report.result() == StepReport.Result.REFUSED || report.result() == StepReport.Result.FAILED);
        return Stream.concat(
                        steps.trail().stream(),
                        end.problem().filter(problem -> !said).stream()
                                .map(problem -> RunRecord.words(end.result()) + ": " + problem.what()))
                .toList();
    }

    /** Ends one whose beginning the journal could not be told of: the rest still hears of it. */
    RunReport endUnwritten(RunStory story, RunStory.End end) {
        steps.withoutJournal();
        RunReport told = report(story, end);
        tell(told, end);
        return told;
    }

    private RunReport report(RunStory story, RunStory.End end) {
        return new ReportStep(guards.reports(), steps, request.progress())
                .take(() -> completed.apply(story.report(goal, guards, steps, started, end)));
    }

    private void letIn(RunStory.End end) {
        traffic.close();
        for (String line : traffic.untold()) {
            steps.warning(line);
            if (!endedWell(end)) {
                request.progress().warn(line);
            }
        }
    }

    /** Tells of it what is not told by the journal in the database. */
    private void tell(RunReport told, RunStory.End end) {
        steps.ended(RunRecord.words(end.result()), end.version().map(Version::toString));
        if (!endedWell(end)) {
            steps.audit().forEach(line -> request.progress().warn("On record: " + line));
        }
        request.progress().ended(told);
    }

    /** What it ended well with is shown at its close; a failure is shown as its problem, and nothing else of its report. */
    private static boolean endedWell(RunStory.End end) {
        return end.result() == Result.SUCCEEDED;
    }
}
