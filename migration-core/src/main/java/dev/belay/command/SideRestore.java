package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.OwnDatabase;
import dev.belay.backup.Restore;
import dev.belay.backup.RestoreOptions;
import dev.belay.backup.Restored;
import dev.belay.backup.SchemaCopy;
import dev.belay.backup.Swap;
import dev.belay.backup.SwapRequest;
import dev.belay.backup.Swapped;
import dev.belay.backup.Verification;
import dev.belay.backup.WritesSince;
import dev.belay.migrate.Migrations;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Sessions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Brings a backup back without destroying anything: into a database beside the live one, and then into its place.
 *
 * @param settings the live database
 * @param client the folder of pg_restore, when somebody named it
 * @param key of an encrypted backup
 * @param run whose restore it is
 */
record SideRestore(
        ConnectionSettings settings, Optional<Path> client, Optional<BackupKey> key, RunId run, Progress progress) {

    private static final String MAINTENANCE = "postgres";
    private static final String OTHER_MAINTENANCE = "template1";

    /** A backup in a database of its own beside the live one. */
    record Beside(Backup backup, String database, Restored restored) {}

    /**
     * {@return the backup, verified and restored beside the live database}
     *
     * @throws EnvironmentException when it is damaged, or cannot be restored; nothing is left then
     */
    Beside restore(Backup backup) {
        Verification verified = new Backups().verify(backup, client, key);
        if (!verified.troubles().isEmpty()) {
            throw new EnvironmentException(Problem.of(
                            "the backup " + backup.folder() + " is damaged",
                            "take an earlier one:  mvn db:backups  shows them")
                    .withDetails(verified.troubles())
                    .withState("No database was touched."));
        }
        String live = settings.database().orElseThrow();
        String side = OwnDatabase.restored(live, run);
        Restored restored = Restore.into(
                backup,
                settings.withDatabase(live.equals(MAINTENANCE) ? OTHER_MAINTENANCE : MAINTENANCE),
                side,
                RestoreOptions.complete(run).withClient(client).withKey(key).withProgress(progress));
        return new Beside(backup, side, restored);
    }

    /**
     * Puts it into the live database's place, which stays beside it under another name. All sessions of the live database
     * end, those of this run too.
     *
     * @param loss what would be lost of all that was written since the backup
     * @param accept whether that may be lost; asked only when there is something
     * @throws BelayException when it is not done; the live database is in use as before then, and the other is dropped
     */
    Swapped swap(Beside beside, UnaryOperator<WritesSince> loss, Predicate<WritesSince> accept) {
        try {
            return Swap.run(new SwapRequest(
                    settings,
                    beside.database(),
                    beside.backup().manifest(),
                    new Backups().facts(beside.backup(), key),
                    loss,
                    accept,
                    new SchemaCopy("belay", Migrations::prepareJournal),
                    run,
                    progress));
        } catch (BelayException e) {
            drop(beside);
            Problem problem = e.problem()
                    .withState(settings.database().orElseThrow()
                            + " is in use as before; what was restored beside it was dropped again.");
            throw e instanceof EnvironmentException
                    ? new EnvironmentException(problem, e)
                    : new RefusalException(problem, e);
        }
    }

    /** Takes away what was restored beside the live database. */
    void drop(Beside beside) {
        String live = settings.database().orElseThrow();
        try {
            OwnDatabase.drop(
                    settings.withDatabase(live.equals(MAINTENANCE) ? OTHER_MAINTENANCE : MAINTENANCE),
                    beside.database(),
                    run,
                    new Sessions(progress));
        } catch (SQLException | BelayException e) {
            progress.warn("the database " + beside.database() + " was not dropped: " + e.getMessage());
        }
    }
}
