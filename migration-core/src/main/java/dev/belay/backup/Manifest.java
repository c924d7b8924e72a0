package dev.belay.backup;

import dev.belay.outcome.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is in a backup. It is written last, so a folder without one is no backup. Nothing in it is secret but the names
 * of tables.
 *
 * @param format of the manifest; {@link #FORMAT}
 * @param method how it was made; never {@link BackupMethod#AUTO}
 * @param database the database's name
 * @param server {@code host:port}
 * @param serverVersion such as {@code 16.4}
 * @param migrationVersion the version that the database was at
 * @param run whose backup it is
 * @param started when it began
 * @param finished when its last file was complete
 * @param tool what made it
 * @param encrypted whether the files, this one excepted, are
 * @param bytes of all files together; of a copy, the size of the database
 * @param files all but this one, by path
 * @param walPosition the server's position just before the backup's snapshot was taken, such as {@code 0/3000060}; empty
 *     where the role may not ask
 * @param tables what the database held, and had written, just before the backup's snapshot was taken
 * @param copy the name of the database that is the backup, for {@link BackupMethod#TEMPLATE}
 * @param restoreCommand how to bring it back, for {@link BackupMethod#COMMAND}
 */
public record Manifest(
        int format,
        BackupMethod method,
        String database,
        String server,
        String serverVersion,
        Optional<String> migrationVersion,
        RunId run,
        Instant started,
        Instant finished,
        Tool tool,
        boolean encrypted,
        long bytes,
        List<BackupFile> files,
        Optional<String> walPosition,
        TableCounters tables,
        Optional<String> copy,
        Optional<String> restoreCommand) {

    /** The one that this version writes, and the latest that it reads. */
    public static final int FORMAT = 1;

    /** Its file's name. */
    static final String FILE = "manifest.json";

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * What made a backup.
     *
     * @param name such as {@code pg_dump}
     * @param version such as {@code 16.4}; empty when not known
     * @param compression such as {@code zstd:1}; empty when it does not compress, or is not known to
     */
    public record Tool(String name, Optional<String> version, Optional<String> compression) {

        /** {@return its major version; empty when not known} */
        Optional<Integer> major() {
            return version.map(text -> text.split("\\D", 2)[0])
                    .filter(digits -> !digits.isEmpty())
                    .map(Integer::valueOf);
        }
    }

    /**
     * One file.
     *
     * @param path relative to the folder, with slashes
     * @param bytes its length
     * @param sha256 64 hexadecimal digits
     */
    public record BackupFile(String path, long bytes, String sha256) {}
}
