package dev.belay.outcome;

import java.util.List;

/**
 * What a repair of the history did, or would do.
 *
 * @param target the database
 * @param found what is wrong with the history, a line each
 * @param done what was changed, a line each; empty when it was only shown
 * @param confirmed whether it was to be done
 */
public record RepairOutcome(TargetInfo target, List<String> found, List<String> done, boolean confirmed) {}
