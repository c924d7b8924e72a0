package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.Manifest;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
     * @param force whether the backup may be another database's
     */
    public record Request(
            DatabaseRequest database,
            Path backup,
            Optional<Path> client,
            Optional<BackupKey> key,
            boolean acceptLoss,
            boolean force) {}

    /**
     * Restores.
     *
     * @throws dev.belay.outcome.RefusalException when it is a backup of another database and that is not forced; when
     *     something was written since the backup and that is not accepted,
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
            List<String> audit = new ArrayList<>(requireItsOwn(request, backup, target));
            var restore = new SideRestore(
                    request.database().connection(),
                    request.client(),
                    request.key(),
                    run,
                    request.database().progress());
            SideRestore.Beside beside = restore.restore(backup);
            var swapped = restore.swap(beside, writes -> writes, loss -> request.acceptLoss());
            Optional<Version> after = FreshLook.version(request.database());
            swapped.writes().lines().forEach(lost -> audit.add("accepted loss: " + lost));
            note(request.database(), run, before, after, audit);
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

    /** {@return what is to be on record} Two databases of one name on two servers are told apart by people only. */
    private static List<String> requireItsOwn(Request request, Backup backup, TargetInfo target) {
        Manifest manifest = backup.manifest();
        String server = request.database().connection().server();
        if (!manifest.server().equals(server)) {
            request.database()
                    .progress()
                    .warn("the backup was made of " + manifest.database() + " at " + manifest.server()
                            + "; it is restored at " + server);
        }
        if (manifest.database().equals(target.database())) {
            return List.of();
        }
        String what =
                "the backup " + backup.folder() + " is one of " + manifest.database() + ", not of " + target.database();
        if (!request.force()) {
            throw new RefusalException(Problem.of(
                            what,
                            "name a backup of " + target.database() + ":  mvn db:backups  shows them; or, if it is to"
                                    + " become what " + manifest.database() + " was: -Ddb.force=true")
                    .withState("No database was touched."));
        }
        return List.of("forced: " + what);
    }

    /** In the journal, which has come over into the database that is live now. */
    private static void note(
            DatabaseRequest request, RunId run, Optional<Version> before, Optional<Version> after, List<String> audit) {
        FreshLook.journal(request, run, journal -> {
            journal.begin(new RunRecord.Facts(
                    "restore", before, request.environment().toString(), Optional.empty(), Optional.empty(), ""));
            journal.end(RunReport.Result.SUCCEEDED, after, audit);
        });
    }
}
