package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.MaintenanceSession;
import dev.belay.backup.OwnDatabase;
import dev.belay.backup.Restore;
import dev.belay.backup.RestoreOptions;
import dev.belay.backup.Restored;
import dev.belay.backup.SchemaCopy;
import dev.belay.backup.Swap;
import dev.belay.backup.SwapRequest;
import dev.belay.backup.Swapped;
import dev.belay.backup.TableCounters;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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

    /** A backup in a database of its own beside the live one. */
    record Beside(Backup backup, String database, Restored restored) {}

    /**
     * {@return the backup, verified and restored beside the live database}
     *
     * @throws EnvironmentException when it is damaged, cannot be restored, or lacks a table; nothing is left then
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
                MaintenanceSession.settings(new Sessions(progress), settings, run),
                side,
                RestoreOptions.complete(run).withClient(client).withKey(key).withProgress(progress));
        var beside = new Beside(backup, side, restored);
        requireComplete(beside);
        return beside;
    }

    /** Files that are what was written may still hold less than they were to. */
    private void requireComplete(Beside beside) {
        Map<String, Long> rows = beside.restored().tables().tables().stream()
                .collect(Collectors.toMap(TableCounters.Table::name, TableCounters.Table::rows, Math::max));
        List<TableCounters.Table> expected = beside.backup().manifest().tables().tables();
        List<String> missing = expected.stream()
                .map(TableCounters.Table::name)
                .filter(name -> !rows.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw refuse(
                    beside,
                    Problem.of(
                                    "the backup " + beside.backup().folder()
                                            + " was restored, and lacks tables that were there when it was made",
                                    "take an earlier one:  mvn db:backups  shows them")
                            .withDetails(missing));
        }
        // the estimate may be older than the backup: said, and no more
        expected.stream()
                .filter(table -> table.rows() > 0 && rows.get(table.name()) == 0)
                .forEach(table -> progress.warn("the restored " + table.name() + " is empty, and had about "
                        + table.rows() + " rows when the backup was made"));
    }

    /** {@return the problem, now that what was restored is dropped again, and with what is known} */
    EnvironmentException refuse(Beside beside, Problem why) {
        return new EnvironmentException(
                why.withState(settings.database().orElseThrow() + " is in use as before." + dropped(beside)));
    }

    /**
     * Puts it into the live database's place, which stays beside it under another name. All sessions of the live database
     * end, those of this run too.
     *
     * @param loss what would be lost of all that was written since the backup
     * @param accept whether that may be lost; asked only when there is something
     * @throws BelayException when it is not done; its state says what is known of the live database and the other one
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
            Problem problem = e.problem().withState(e.problem().state().orElse("") + dropped(beside));
            throw e instanceof EnvironmentException
                    ? new EnvironmentException(problem, e)
                    : new RefusalException(problem, e);
        }
    }

    /** {@return what became of what was restored beside the live database, which is taken away} */
    private String dropped(Beside beside) {
        String why = "it does not bear the comment of this run any more";
        try {
            if (drop(beside)) {
                return " " + beside.database() + " was dropped again.";
            }
        } catch (SQLException | BelayException e) {
            why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        progress.warn("the database " + beside.database() + " was not dropped: " + why);
        return " " + beside.database() + " was not dropped: " + why + ".";
    }

    /**
     * Takes away what was restored beside the live database.
     *
     * @return whether it was dropped
     */
    private boolean drop(Beside beside) throws SQLException {
        var sessions = new Sessions(progress);
        return OwnDatabase.drop(MaintenanceSession.settings(sessions, settings, run), beside.database(), run, sessions);
    }
}
