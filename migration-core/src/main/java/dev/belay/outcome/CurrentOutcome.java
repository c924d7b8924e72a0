package dev.belay.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a database stands.
 *
 * @param target the database
 * @param version empty when nothing is applied
 * @param description of the script that brought the version
 * @param pending the scripts that an upgrade would apply, in order
 * @param ignored scripts that an upgrade passes over, a later version being applied
 * @param failed scripts whose last attempt failed half-way, so that an upgrade refuses
 * @param lastRun the last run of Belay that changed this database
 */
public record CurrentOutcome(
        TargetInfo target,
        Optional<String> version,
        Optional<String> description,
        List<String> pending,
        List<String> ignored,
        List<String> failed,
        Optional<LastRun> lastRun) {

    /**
     * A run in the journal.
     *
     * @param run its name
     * @param goal upgrade or downgrade
     * @param startedAt the server's time
     * @param finishedAt empty when it has not ended, or was killed
     * @param result {@code running}, {@code succeeded}, {@code failed}, or {@code interrupted} when it has no end and
     *     does not hold the run lock any more
     * @param startedBy operating system user and host
     * @param versionBefore empty when nothing had been applied
     * @param versionAfter empty when nothing was applied, or not known
     */
    public record LastRun(
            RunId run,
            String goal,
            Instant startedAt,
            Optional<Instant> finishedAt,
            String result,
            String startedBy,
            Optional<String> versionBefore,
            Optional<String> versionAfter) {}
}
