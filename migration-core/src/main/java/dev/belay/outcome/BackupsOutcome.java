package dev.belay.outcome;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The backups that are there.
 *
 * @param dir where they were looked for
 * @param backups the newest first
 */
public record BackupsOutcome(Path dir, List<Found> backups) {

    /**
     * One of them.
     *
     * @param folder where it is
     * @param database whose it is; empty when that cannot be read
     * @param version that the database was at
     * @param made when it was begun
     * @param bytes of all its files
     * @param method how it was made
     * @param encrypted whether it is
     * @param state {@code good}, {@code unfinished} or {@code damaged}
     * @param troubles why it is not good
     * @param unread why its contents were not looked into, though its files are as they were written; empty when they were
     */
    public record Found(
            Path folder,
            Optional<String> database,
            Optional<String> version,
            Optional<Instant> made,
            long bytes,
            Optional<String> method,
            boolean encrypted,
            String state,
            List<String> troubles,
            Optional<String> unread) {}
}
