package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.RunReport;
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
        letIn();
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

    private void letIn() {
        traffic.close();
        traffic.untold().forEach(steps::warning);
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
        request.progress().ended(completed.apply(story.report(goal, guards, steps, started, end)));
    }
}
