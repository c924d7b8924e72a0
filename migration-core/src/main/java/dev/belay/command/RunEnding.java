package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.script.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The end of a safeguarded run, however it ends: first traffic is let in again, then the journal has it, then everybody is
 * told. What fails on the way is said, and keeps nothing behind it from being done.
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
     */
    void end(RunStory story, Optional<RunRecord> record, RunStory.End end) {
        letIn(end);
        try {
            List<String> trail = steps.trail();
            boolean written = record.filter(
                            own -> own.end(end.result(), end.version(), trail).isEmpty())
                    .isPresent();
            if (!written) {
                writeAnew(story, end, trail);
            }
        } finally {
            tell(story, end);
        }
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

    /** The journal may have gone over into a restored database, or only its session is gone. */
    private void writeAnew(RunStory story, RunStory.End end, List<String> trail) {
        FreshLook.journal(request, story.run(), journal -> {
            journal.endedElsewhere(steps.reports());
            return journal.end(end.result(), end.version(), trail);
        });
    }

    /** Tells of it what is not told by the journal in the database. */
    void tell(RunStory story, RunStory.End end) {
        steps.ended(RunRecord.words(end.result()), end.version().map(Version::toString));
        if (!endedWell(end)) {
            steps.audit().forEach(line -> request.progress().warn("On record: " + line));
        }
        request.progress().ended(completed.apply(story.report(goal, guards, steps, started, end)));
    }

    /** What it ended well with is shown at its close; a failure is shown as its problem, and nothing else of its report. */
    private static boolean endedWell(RunStory.End end) {
        return end.result() == Result.SUCCEEDED;
    }
}
