package dev.belay.outcome;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a run when it begins.
 *
 * @param goal {@code upgrade}, {@code downgrade}, {@code restore}
 * @param target the database
 * @param run the run's name
 * @param startedBy user and machine
 * @param gitCommit of the working tree that the scripts came from; empty where there is no git
 * @param started when it began
 * @param version that the database is at; empty when nothing is applied
 */
public record RunStart(
        String goal,
        TargetInfo target,
        RunId run,
        String startedBy,
        Optional<String> gitCommit,
        Instant started,
        Optional<String> version) {

    public RunStart {
        Objects.requireNonNull(goal);
        Objects.requireNonNull(target);
        Objects.requireNonNull(run);
        Objects.requireNonNull(startedBy);
        Objects.requireNonNull(started);
    }
}
