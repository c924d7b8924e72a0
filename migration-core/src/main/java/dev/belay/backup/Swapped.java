package dev.belay.backup;

import java.time.Duration;

/**
 * What a swap did.
 *
 * @param database the name under which the restored database now lives
 * @param failed the name of the one that was there before; new sessions may only read it
 * @param writes what was written to it since the backup, and is in it only; without what the caller has written
 * @param unavailable for how long nobody could connect
 */
public record Swapped(String database, String failed, WritesSince writes, Duration unavailable) {}
