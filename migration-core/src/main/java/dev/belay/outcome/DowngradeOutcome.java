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
 * @param putBack repeatable scripts that were applied as they were before, in their order
 * @param canClimbAgain whether the project has the scripts of the versions that were undone
 * @param hint what to know of applications that run Flyway at start, a line each
 * @param warnings what should be looked at although it ended well
 * @param duration of the whole run, the wait for the run lock included
 * @param steps of a run with safeguards, in their order; empty without
 * @param audit every use of force, every skip and every allowance
 * @param backup its folder or name; empty without one
 * @param rehearsal what it has shown; empty without one
 * @param loss what went for good; empty when that is not known
 */
public record DowngradeOutcome(
        TargetInfo target,
        RunId run,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<AppliedScript> undone,
        List<AppliedScript> putBack,
        boolean canClimbAgain,
        List<String> hint,
        List<String> warnings,
        Duration duration,
        List<StepReport> steps,
        List<String> audit,
        Optional<String> backup,
        Optional<RehearsalFigures> rehearsal,
        Optional<DataLoss> loss) {

    public DowngradeOutcome {
        undone = List.copyOf(undone);
        putBack = List.copyOf(putBack);
        hint = List.copyOf(hint);
        warnings = List.copyOf(warnings);
        steps = List.copyOf(steps);
        audit = List.copyOf(audit);
    }

    /** One without safeguards. */
    public DowngradeOutcome(
            TargetInfo target,
            RunId run,
            Optional<String> versionBefore,
            Optional<String> versionAfter,
            List<AppliedScript> undone,
            List<AppliedScript> putBack,
            boolean canClimbAgain,
            List<String> hint,
            List<String> warnings,
            Duration duration) {
        this(
                target,
                run,
                versionBefore,
                versionAfter,
                undone,
                putBack,
                canClimbAgain,
                hint,
                warnings,
                duration,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** {@return the same of a run with safeguards} */
    public DowngradeOutcome with(
            List<StepReport> taken,
            List<String> noted,
            Optional<String> made,
            Optional<RehearsalFigures> shown,
            Optional<DataLoss> lost) {
        return new DowngradeOutcome(
                target,
                run,
                versionBefore,
                versionAfter,
                undone,
                putBack,
                canClimbAgain,
                hint,
                warnings,
                duration,
                taken,
                noted,
                made,
                shown,
                lost);
    }
}
