package dev.belay.command;

import dev.belay.migrate.RunOrigin;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import java.time.Duration;
import java.util.function.Supplier;

/** A run without safeguards: the apply is all of it, and the journal is told of that step when it fails. */
final class PlainRun {

    private PlainRun() {}

    /**
     * Does the work, which writes the run's beginning and end itself.
     *
     * @throws BelayException the work's own
     */
    static <O> O take(OpenDatabase database, DatabaseRequest request, Safeguards guards, Supplier<O> work) {
        RunRecord record = database.migrations()
                .record()
                .from(new RunOrigin(request.environment().toString(), guards.gitCommit()));
        long start = System.nanoTime();
        try {
            return work.get();
        } catch (BelayException e) {
            try {
                record.over(new StepReport(
                        Step.APPLY,
                        StepReport.Result.FAILED,
                        e.problem().what(),
                        e.problem().details(),
                        Duration.ofNanos(System.nanoTime() - start)));
            } catch (BelayException journal) {
                e.addSuppressed(journal); // it must not hide why the run failed
            }
            throw e;
        }
    }
}
