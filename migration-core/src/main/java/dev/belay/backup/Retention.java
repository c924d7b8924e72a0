package dev.belay.backup;

import dev.belay.outcome.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which backups of a database are kept.
 *
 * @param keepDays how many days a backup is kept
 * @param needed runs that are not finished, whose backups stay whatever their age
 */
public record Retention(int keepDays, Set<RunId> needed) {

    public Retention {
        needed = Set.copyOf(needed);
    }

    /**
     * {@return the backups whose time is over}: older than that, finished, and neither needed nor the newest good one. Of
     * those that are not good only the ones that are older than the newest good one; what has no manifest is left to its
     * run, or to the next backup.
     *
     * @param entries those of one database of one server
     */
    List<BackupEntry> over(List<BackupEntry> entries, Instant now) {
        Instant limit = now.minus(Duration.ofDays(keepDays));
        Optional<Manifest> newest = entries.stream()
                .flatMap(entry -> entry.backup().stream())
                .map(Backup::manifest)
                .max((one, other) -> one.started().compareTo(other.started()));
        return entries.stream()
                .filter(entry -> entry.manifest()
                        .filter(manifest -> manifest.started().isBefore(limit))
                        .filter(manifest -> !needed.contains(manifest.run()))
                        .filter(manifest -> newest.isPresent()
                                && manifest.started().isBefore(newest.get().started()))
                        .isPresent())
                .toList();
    }
}
