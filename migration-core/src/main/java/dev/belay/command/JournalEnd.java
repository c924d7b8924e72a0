package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;

/**
 * The end of a run as the database's journal gets it: from the run's own session, or from a new one where that is gone or
 * the journal has gone over into a restored database.
 *
 * @param after the version that the database is at; empty for none, or when it does not say
 * @param trail every use of force, every skip and every allowance, and the warnings
 */
record JournalEnd(Result result, Optional<Version> after, List<String> trail) {

    /**
     * Writes it; that it cannot be written is only said.
     *
     * @param own the run's own record; empty when its session is known to be gone
     * @param steps all of the run, in their order
     */
    void write(DatabaseRequest request, RunId run, Optional<RunRecord> own, List<StepReport> steps) {
        boolean written =
                own.filter(record -> record.end(result, after, trail).isEmpty()).isPresent();
        if (!written) {
            FreshLook.journal(request, run, journal -> write(journal, steps));
        }
    }

    /** {@return why it could not be written in whole} Steps that cannot be written keep the end from nothing. */
    Optional<String> write(RunRecord journal, List<StepReport> steps) {
        Optional<String> lost = stepsLost(journal, steps);
        return journal.end(result, after, trail).or(() -> lost);
    }

    private static Optional<String> stepsLost(RunRecord journal, List<StepReport> steps) {
        try {
            journal.endedElsewhere(steps);
            return Optional.empty();
        } catch (BelayException e) {
            return Optional.of(e.problem().what());
        }
    }
}
