package dev.belay.outcome;

import java.util.List;
import java.util.Optional;

/**
 * What a repair of the history did, or would do.
 *
 * @param target the database
 * @param run in the journal; empty when it was only shown, or there was no history to repair
 * @param found what is wrong with the history, a line each
 * @param done what was done to the rows of the history, a line each; empty when it was only shown
 * @param confirmed whether it was to be done
 */
public record RepairOutcome(
        TargetInfo target, Optional<RunId> run, List<String> found, List<String> done, boolean confirmed) {

    public RepairOutcome {
        found = List.copyOf(found);
        done = List.copyOf(done);
    }
}
