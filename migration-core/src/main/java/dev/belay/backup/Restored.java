package dev.belay.backup;

import dev.belay.postgres.ConnectionSettings;
import java.time.Duration;
import java.util.List;

/**
 * A database that was made from a backup.
 *
 * @param settings how to reach it
 * @param tables what is in it: {@code inserted} are the rows that were read into each table, exactly, where the backup
 *     is a dump; {@code rows} the estimate after ANALYZE
 * @param bytes its size
 * @param createdRoles roles that were made for it
 * @param otherVersions extensions that are of another version than in the backup, a line each
 * @param duration of all, ANALYZE included
 */
public record Restored(
        ConnectionSettings settings,
        TableCounters tables,
        long bytes,
        List<String> createdRoles,
        List<String> otherVersions,
        Duration duration) {

    public Restored {
        createdRoles = List.copyOf(createdRoles);
        otherVersions = List.copyOf(otherVersions);
    }
}
