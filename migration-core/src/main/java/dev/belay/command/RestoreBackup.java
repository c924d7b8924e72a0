package dev.belay.command;

import dev.belay.backup.BackupKey;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RestorePreview;
import dev.belay.report.RunReports;
import dev.belay.server.ClientSource;
import java.nio.file.Path;
import java.util.Optional;

/** Goal {@code restore}: a backup, restored beside the database and put into its place, which stays beside it. */
public final class RestoreBackup {

    private RestoreBackup() {}

    /**
     * @param database the database
     * @param backup its folder
     * @param client where pg_restore comes from, when somebody named it
     * @param key of an encrypted one
     * @param acceptLoss whether what was written since the backup may be lost
     * @param force whether the backup may be another database's, and its schema another than what was backed up
     * @param journal where a file says how far the restore has come; empty for no file
     * @param reports the files that tell of it
     */
    public record Request(
            DatabaseRequest database,
            Path backup,
            Optional<ClientSource> client,
            Optional<BackupKey> key,
            boolean acceptLoss,
            boolean force,
            Optional<Path> journal,
            RunReports reports) {}

    /**
     * Restores. It is a run of the journal, with its steps, from its first look at the database on; whoever listens to the
     * request's progress is told its story.
     *
     * @throws dev.belay.outcome.RefusalException when it is a backup of another database and that is not forced; when
     *     something was written since the backup and that is not accepted,
     *     or the database has logical slots, subscriptions or prepared transactions; it is in use as before then
     * @throws dev.belay.outcome.EnvironmentException when the backup is damaged, what was restored is not what was backed
     *     up, or the server does not let us
     */
    public static RestoreOutcome run(Request request) {
        return new RestoreRun(request).run();
    }

    /**
     * Looks at what a restore would do, and changes nothing: the backup is verified, and what was written since is counted.
     *
     * @throws dev.belay.outcome.RefusalException when it would be refused for what the database is or has
     * @throws dev.belay.outcome.EnvironmentException when the backup is damaged, or the server does not answer
     */
    public static RestorePreview preview(Request request) {
        return new RestoreRun(request).preview();
    }
}
