package dev.belay.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an upgrade did.
 *
 * @param target the database
 * @param run the run's name
 * @param versionBefore empty when nothing had been applied
 * @param versionAfter empty when nothing is applied
 * @param applied in the order in which they ran
 * @param withoutUndo those of the applied scripts that no undo script takes back
 * @param warnings what should be looked at although it ended well
 * @param duration of the whole run, the wait for the run lock included
 */
public record UpgradeOutcome(
        TargetInfo target,
        RunId run,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<AppliedScript> applied,
        List<String> withoutUndo,
        List<String> warnings,
        Duration duration) {}
