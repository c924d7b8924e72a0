package dev.belay.outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A backup that was made.
 *
 * @param target the database
 * @param run whose backup it is
 * @param version that the database was at; empty for none
 * @param method how it was made
 * @param folder where it is
 * @param bytes of all its files
 * @param encrypted whether they are
 * @param removed backups whose time was over
 * @param duration of all of it
 */
public record BackupOutcome(
        TargetInfo target,
        RunId run,
        Optional<String> version,
        String method,
        Path folder,
        long bytes,
        boolean encrypted,
        List<Path> removed,
        Duration duration) {}
