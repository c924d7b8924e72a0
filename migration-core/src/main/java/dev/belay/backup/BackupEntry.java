package dev.belay.backup;

import dev.belay.postgres.ConnectionSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One folder among the backups of a database.
 *
 * @param folder absolute
 * @param state as far as the manifest and the lengths of the files tell
 * @param manifest empty when there is none that can be read
 * @param why it is not good, for people; empty when it is
 */
public record BackupEntry(Path folder, State state, Optional<Manifest> manifest, Optional<String> why) {

    /** What a backup is worth. */
    public enum State {
        /** All its files are there and as long as they were. {@link Backups#verify} looks into them as well. */
        GOOD,
        /** It is being made, or its run was killed. */
        UNFINISHED,
        /** Something is missing, or is not as it was written. */
        DAMAGED
    }

    /** {@return the backup, when it is good} */
    public Optional<Backup> backup() {
        return state == State.GOOD ? manifest.map(found -> new Backup(folder, found)) : Optional.empty();
    }

    /**
     * {@return why nobody knows whether it is there: it is a copy in a server that was not asked; else empty}
     *
     * @param asked the server that was; empty for none
     */
    public Optional<String> unseen(Optional<ConnectionSettings> asked) {
        return backup().map(Backup::manifest)
                .filter(made -> made.copy().isPresent())
                .filter(made -> asked.filter(server -> server.server().equals(made.server()))
                        .isEmpty())
                .map(made -> "it is the database " + made.copy().orElseThrow() + " at " + made.server()
                        + ", which was not asked: name it with -Ddb.url");
    }
}
