package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.Swapped;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Goal {@code restore}: a backup, restored beside the database and put into its place, which stays beside it. */
public final class RestoreBackup {

    private RestoreBackup() {}

    /**
     * @param database the database
     * @param backup its folder
     * @param client the folder of pg_restore, when somebody named it
     * @param key of an encrypted one
     * @param acceptLoss whether what was written since the backup may be lost
     */
    public record Request(
            DatabaseRequest database,
            Path backup,
            Optional<Path> client,
            Optional<BackupKey> key,
            boolean acceptLoss) {}

    /**
     * Restores.
     *
     * @throws dev.belay.outcome.RefusalException when something was written since the backup and that is not accepted,
     *     or the database has logical slots, subscriptions or prepared transactions; it is in use as before then
     * @throws dev.belay.outcome.EnvironmentException when the backup is damaged, or the server does not let us
     */
    public static RestoreOutcome run(Request request) {
        long start = System.nanoTime();
        Backup backup = new Backups().open(request.backup());
        try (var database = OpenDatabase.forWriting(request.database())) {
            TargetInfo target = database.target();
            RunId run = database.run();
            Optional<Version> before = database.migrations().history().current();
            var restore = new SideRestore(
                    request.database().connection(),
                    request.client(),
                    request.key(),
                    run,
                    request.database().progress());
            SideRestore.Beside beside = restore.restore(backup);
            Swapped swapped = restore.swap(beside, writes -> writes, loss -> request.acceptLoss());
            Optional<Version> after = FreshLook.version(request.database());
            note(request.database(), run, before, after, swapped);
            return new RestoreOutcome(
                    target,
                    run,
                    backup.folder(),
                    before.map(Version::toString),
                    after.map(Version::toString),
                    swapped.failed(),
                    swapped.writes().lines(),
                    swapped.unavailable(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** In the journal, which has come over into the database that is live now. */
    private static void note(
            DatabaseRequest request, RunId run, Optional<Version> before, Optional<Version> after, Swapped swapped) {
        List<String> audit = swapped.writes().lines().stream()
                .map(lost -> "accepted loss: " + lost)
                .toList();
        FreshLook.journal(request, run, journal -> {
            journal.begin(new RunRecord.Facts(
                    "restore", before, request.environment().toString(), Optional.empty(), Optional.empty(), ""));
            journal.end(RunReport.Result.SUCCEEDED, after, audit);
        });
    }
}
