package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.server.ClientSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to back up, and how.
 *
 * @param settings the database; its role has to be able to read all of it
 * @param method not {@link BackupMethod#NONE}
 * @param dir below which each database has a folder; made when it is not there
 * @param key encrypts the dump; for {@code pg_dump} only
 * @param migrationVersion the version that the database is at; empty when there is none
 * @param run whose backup it is
 * @param client where {@code pg_dump} comes from, when somebody named it
 * @param command for {@link BackupMethod#COMMAND}
 * @param progress hears each table as its details
 */
public record BackupRequest(
        ConnectionSettings settings,
        BackupMethod method,
        Path dir,
        Optional<BackupKey> key,
        Optional<String> migrationVersion,
        RunId run,
        Optional<ClientSource> client,
        Optional<BackupCommand> command,
        Progress progress) {

    /** A backup by whatever way there is, not encrypted. */
    public static BackupRequest of(ConnectionSettings settings, Path dir, RunId run) {
        return new BackupRequest(
                settings,
                BackupMethod.AUTO,
                dir,
                Optional.empty(),
                Optional.empty(),
                run,
                Optional.empty(),
                Optional.empty(),
                Progress.SILENT);
    }

    /** The same by another method. */
    public BackupRequest by(BackupMethod other) {
        return new BackupRequest(settings, other, dir, key, migrationVersion, run, client, command, progress);
    }
}
