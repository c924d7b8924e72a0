package dev.belay.outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run as the database's own journal remembers it.
 *
 * @param started when it began
 * @param goal {@code upgrade}, {@code downgrade}, {@code restore}, {@code stamp}, {@code repair}
 * @param result how it ended; empty when it has not, or was killed
 * @param versionBefore empty when nothing had been applied
 * @param versionAfter empty when nothing was applied after it, or that is not known
 * @param duration of all of it; empty when it has not ended, or was killed
 * @param startedBy user and machine
 * @param gitCommit of the working tree that the scripts came from; empty where there was no git
 * @param environment of the database, such as {@code production}; empty for runs of an earlier version of Belay
 * @param plan the file of the reviewed plan that was run; empty without one
 * @param run the run's name
 * @param steps in the order in which they were taken; of a run without safeguards the one that failed, if it did
 * @param audit every use of force, every skip and every allowance, and what ended it between two steps, a line each
 */
public record PastRun(
        Instant started,
        String goal,
        Optional<RunReport.Result> result,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        Optional<Duration> duration,
        String startedBy,
        Optional<String> gitCommit,
        Optional<String> environment,
        Optional<String> plan,
        RunId run,
        List<Step> steps,
        List<String> audit) {

    public PastRun {
        Objects.requireNonNull(started);
        Objects.requireNonNull(goal);
        Objects.requireNonNull(startedBy);
        Objects.requireNonNull(run);
        steps = List.copyOf(steps);
        audit = List.copyOf(audit);
    }

    /**
     * A step as the journal has it.
     *
     * @param step its name, such as {@code way back}
     * @param result {@code done}, {@code warned}, {@code skipped}, {@code refused} or {@code failed}; empty when it has not
     *     ended, or was killed
     * @param words what it has come to, on one line, and of one that stopped the run its details, a line each; empty when
     *     it has not ended
     * @param started when it began
     * @param duration empty when it has not ended, or was killed
     */
    public record Step(
            String step,
            Optional<String> result,
            Optional<String> words,
            Instant started,
            Optional<Duration> duration) {

        /** {@return whether what it found, or what went wrong in it, ended the run's good course} */
        public boolean stopped() {
            return result.filter(end -> end.equals("failed") || end.equals("refused"))
                    .isPresent();
        }
    }
}
