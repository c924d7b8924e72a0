package dev.belay.outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A database that was put back from a backup.
 *
 * @param target the database
 * @param run whose restore it was
 * @param backup the backup's folder
 * @param versionBefore the version before
 * @param versionAfter the version that the backup has brought back
 * @param keptAs the name under which the database is kept that was live before
 * @param lost what was written since the backup, a line for each table
 * @param unavailable how long nobody could connect
 * @param duration of all of it
 */
public record RestoreOutcome(
        TargetInfo target,
        RunId run,
        Path backup,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        String keptAs,
        List<String> lost,
        Duration unavailable,
        Duration duration) {}
