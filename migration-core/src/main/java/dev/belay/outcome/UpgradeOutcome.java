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
 * @param steps of a run with safeguards, in their order; empty without
 * @param audit every use of force, every skip and every allowance
 * @param backup its folder or name; empty without one
 * @param rehearsal what it has shown; empty without one
 */
public record UpgradeOutcome(
        TargetInfo target,
        RunId run,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<AppliedScript> applied,
        List<String> withoutUndo,
        List<String> warnings,
        Duration duration,
        List<StepReport> steps,
        List<String> audit,
        Optional<String> backup,
        Optional<RehearsalFigures> rehearsal) {

    public UpgradeOutcome {
        applied = List.copyOf(applied);
        withoutUndo = List.copyOf(withoutUndo);
        warnings = List.copyOf(warnings);
        steps = List.copyOf(steps);
        audit = List.copyOf(audit);
    }

    /** One without safeguards. */
    public UpgradeOutcome(
            TargetInfo target,
            RunId run,
            Optional<String> versionBefore,
            Optional<String> versionAfter,
            List<AppliedScript> applied,
            List<String> withoutUndo,
            List<String> warnings,
            Duration duration) {
        this(
                target,
                run,
                versionBefore,
                versionAfter,
                applied,
                withoutUndo,
                warnings,
                duration,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** {@return the same with steps} */
    public UpgradeOutcome withSteps(List<StepReport> taken, List<String> noted) {
        return new UpgradeOutcome(
                target,
                run,
                versionBefore,
                versionAfter,
                applied,
                withoutUndo,
                warnings,
                duration,
                taken,
                noted,
                backup,
                rehearsal);
    }
}
