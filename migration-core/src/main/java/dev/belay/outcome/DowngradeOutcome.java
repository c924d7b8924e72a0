package dev.belay.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a downgrade did.
 *
 * @param target the database
 * @param run the run's name
 * @param versionBefore empty when nothing had been applied
 * @param versionAfter empty when nothing is applied
 * @param undone the undo scripts, in the order in which they ran
 * @param canClimbAgain whether the project has the scripts of the versions that were undone
 * @param warnings what should be looked at although it ended well
 * @param duration of the whole run, the wait for the run lock included
 */
public record DowngradeOutcome(
        TargetInfo target,
        RunId run,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<AppliedScript> undone,
        boolean canClimbAgain,
        List<String> warnings,
        Duration duration) {}
