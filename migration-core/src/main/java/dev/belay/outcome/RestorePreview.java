package dev.belay.outcome;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a restore would do.
 *
 * @param target the database, which was only read
 * @param backup the backup's folder; its files are as they were written
 * @param made when
 * @param versionBefore the version that the database is at
 * @param versionAfter the version that it was at when the backup was made
 * @param lost what was written since, a line for each table
 */
public record RestorePreview(
        TargetInfo target,
        Path backup,
        Instant made,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<String> lost) {

    public RestorePreview {
        lost = List.copyOf(lost);
    }
}
