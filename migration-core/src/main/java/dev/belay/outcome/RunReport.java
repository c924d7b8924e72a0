package dev.belay.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The whole story of a run that may change a database: what its reports, its journal and whoever listens are told.
 *
 * @param goal {@code upgrade}, {@code downgrade}, {@code restore}
 * @param target the database
 * @param run the run's name
 * @param startedBy user and machine
 * @param gitCommit of the working tree that the scripts came from; empty where there is no git
 * @param plan the plan that was run, as it was named; empty without one
 * @param started when it began
 * @param duration of all of it
 * @param result how it ended
 * @param versionBefore empty when nothing had been applied
 * @param versionAfter empty when nothing is applied, or the run does not know
 * @param steps in the order in which they were taken
 * @param applied the scripts that ran, in their order
 * @param audit every use of force, every skip and every allowance, a line each
 * @param warnings what should be looked at although it ended well, of the scripts and of what is no step's; what a step has
 *     found is with that step
 * @param backup the folder or name of the backup; empty without one
 * @param rehearsal empty without one
 * @param problem why it did not end well; empty when it did
 * @param loss what a downgrade takes away for good; empty when that is not known, and of other goals
 * @param hint what to know behind a downgrade or a restore, a line each
 */
public record RunReport(
        String goal,
        TargetInfo target,
        RunId run,
        String startedBy,
        Optional<String> gitCommit,
        Optional<String> plan,
        Instant started,
        Duration duration,
        Result result,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<StepReport> steps,
        List<AppliedScript> applied,
        List<String> audit,
        List<String> warnings,
        Optional<String> backup,
        Optional<RehearsalFigures> rehearsal,
        Optional<Problem> problem,
        Optional<DataLoss> loss,
        List<String> hint) {

    /** One without anything that only a downgrade has. */
    public RunReport(
            String goal,
            TargetInfo target,
            RunId run,
            String startedBy,
            Optional<String> gitCommit,
            Optional<String> plan,
            Instant started,
            Duration duration,
            Result result,
            Optional<String> versionBefore,
            Optional<String> versionAfter,
            List<StepReport> steps,
            List<AppliedScript> applied,
            List<String> audit,
            List<String> warnings,
            Optional<String> backup,
            Optional<RehearsalFigures> rehearsal,
            Optional<Problem> problem) {
        this(
                goal,
                target,
                run,
                startedBy,
                gitCommit,
                plan,
                started,
                duration,
                result,
                versionBefore,
                versionAfter,
                steps,
                applied,
                audit,
                warnings,
                backup,
                rehearsal,
                problem,
                Optional.empty(),
                List.of());
    }

    /** {@return the same with the commands of its problem and its hints made complete} */
    public RunReport withCommands(UnaryOperator<String> complete) {
        return as(
                goal,
                result,
                problem.map(it -> it.withCommands(complete)),
                loss,
                hint.stream().map(complete).toList());
    }

    public RunReport {
        steps = List.copyOf(steps);
        applied = List.copyOf(applied);
        audit = List.copyOf(audit);
        warnings = List.copyOf(warnings);
        hint = List.copyOf(hint);
    }

    /** {@return all that was warned of, each once: what the steps have found, and {@link #warnings}} */
    public List<String> everyWarning() {
        Stream<String> found = steps.stream()
                .filter(step -> step.result() == StepReport.Result.WARNED)
                .flatMap(step -> step.details().isEmpty() ? Stream.of(step.words()) : step.details().stream());
        return Stream.concat(found, warnings.stream()).distinct().toList();
    }

    /** {@return the same of a downgrade} */
    public RunReport with(Optional<DataLoss> goes, List<String> toKnow) {
        return as(goal, result, problem, goes, toKnow);
    }

    /**
     * {@return the end of a goal for which this run was a part of the way}
     *
     * @param otherGoal that one
     * @param why what it ends with
     */
    public RunReport endingAs(String otherGoal, Result end, Problem why) {
        return as(otherGoal, end, Optional.of(why), loss, List.of());
    }

    private RunReport as(
            String named, Result end, Optional<Problem> what, Optional<DataLoss> goes, List<String> toKnow) {
        return new RunReport(
                named,
                target,
                run,
                startedBy,
                gitCommit,
                plan,
                started,
                duration,
                end,
                versionBefore,
                versionAfter,
                steps,
                applied,
                audit,
                warnings,
                backup,
                rehearsal,
                what,
                goes,
                toKnow);
    }

    /** How a run ended. */
    public enum Result {
        SUCCEEDED,
        /** Nothing of the database was changed, unless the way back of an earlier run was finished first. */
        REFUSED,
        /** The apply failed, and what the run had applied was taken back. */
        ROLLED_BACK,
        /** The apply failed, and the database was put back from the backup. */
        RESTORED,
        /** It failed, and the database is not where it was. */
        FAILED,
        /** It was applied, and does not hold what it should. */
        INVALID
    }
}
