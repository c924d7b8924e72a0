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
 * @param goal {@code upgrade}, {@code downgrade}, {@code restore}
 * @param result how it ended; empty when it has not, or was killed
 * @param versionBefore empty when nothing had been applied
 * @param versionAfter empty when nothing was applied after it, or that is not known
 * @param duration of all of it; empty when it has not ended, or was killed
 * @param startedBy user and machine
 * @param gitCommit of the working tree that the scripts came from; empty where there was no git
 * @param run the run's name
 * @param audit every use of force, every skip and every allowance, a line each
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
        RunId run,
        List<String> audit) {

    public PastRun {
        Objects.requireNonNull(started);
        Objects.requireNonNull(goal);
        Objects.requireNonNull(startedBy);
        Objects.requireNonNull(run);
        audit = List.copyOf(audit);
    }
}
