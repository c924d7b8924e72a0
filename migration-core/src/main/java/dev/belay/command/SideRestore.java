package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.MaintenanceSession;
import dev.belay.backup.OwnDatabase;
import dev.belay.backup.Restore;
import dev.belay.backup.RestoreOptions;
import dev.belay.backup.Restored;
import dev.belay.backup.RestoredSchema;
import dev.belay.backup.SchemaCopy;
import dev.belay.backup.Swap;
import dev.belay.backup.SwapObstacles;
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
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.Difference;
import dev.belay.server.ClientSearch;
import dev.belay.server.ClientSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings a backup back without destroying anything: into a database beside the live one, and then into its place.
 *
 * @param settings the live database
 * @param client where pg_restore comes from, when somebody named it
 * @param key of an encrypted backup
 * @param force whether one that is not what was backed up may take the place all the same
 * @param run whose restore it is
 */
record SideRestore(
        ConnectionSettings settings,
        Optional<ClientSource> client,
        Optional<BackupKey> key,
        boolean force,
        RunId run,
        Progress progress) {

    /** The schema that is newer than any backup, and goes over. */
    private static final String JOURNAL = "belay";

    /**
     * A backup in a database of its own beside the live one.
     *
     * @param schema how it compares with what was backed up; empty where that is not known
     */
    record Beside(Backup backup, String database, Restored restored, Optional<RestoredSchema> schema) {

        /** {@return what a backup cannot bring back, a line each} */
        List<String> unavoidable() {
            return Stream.concat(
                            restored.otherVersions().stream(),
                            schema.filter(RestoredSchema::sameMajor).stream()
                                    .flatMap(found -> found.unavoidable().lines().stream()))
                    .toList();
        }

        /** {@return what is not as it was backed up, and was forced to be good enough, a line each} */
        List<String> forced() {
            return schema.map(found -> found.wrong().lines()).orElse(List.of());
        }
    }

    /**
     * {@return the backup, verified, restored beside the live database, and compared with what was backed up}
     *
     * @throws EnvironmentException when it is damaged, cannot be restored, lacks a table, or an object, its owner or its
     *     privileges are not what they were; nothing is left then
     */
    Beside restore(Backup backup) {
        verify(backup);
        return restoreVerified(backup);
    }

    /**
     * Looks at what would make the restore pointless, before it begins.
     *
     * @throws EnvironmentException when the backup is not what was written
     * @throws RefusalException when its key is missing, or is another; when something belongs to the live database that would stay with it
     */
    void verify(Backup backup) {
        Verification verified = new Backups().verify(backup, new ClientSearch(client, progress), key);
        requireNone(verified.troubles(), "the backup " + backup.folder() + " is damaged");
        requireNone(
                new Backups()
                        .missingCopy(backup, settings, run, progress).stream().toList(),
                "the backup " + backup.folder() + " cannot be restored");
        // without the right key it ends here
        new Backups().facts(backup, key);
        verified.unread().ifPresent(why -> progress.warn("the backup's contents were not looked into: " + why));
        SwapObstacles.look(settings, run, progress);
    }

    private static void requireNone(List<String> troubles, String what) {
        if (!troubles.isEmpty()) {
            throw new EnvironmentException(Problem.of(what, "take an earlier one:  mvn db:backups  shows them")
                    .withDetails(troubles)
                    .withState("No database was touched."));
        }
    }

    /** {@return as {@link #restore}, of a backup that has been verified} */
    Beside restoreVerified(Backup backup) {
        String live = settings.database().orElseThrow();
        String side = OwnDatabase.restored(live, run);
        Restored restored = Restore.into(
                backup,
                MaintenanceSession.settings(new Sessions(progress), settings, run),
                side,
                RestoreOptions.complete(run).withClient(client).withKey(key).withProgress(progress));
        var beside = new Beside(backup, side, restored, Optional.empty());
        requireComplete(beside);
        return compared(beside);
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

    /** A restored schema that is not what it was shall not get in the place of one that nearly is. */
    private Beside compared(Beside beside) {
        Optional<RestoredSchema> schema;
        try {
            schema = RestoredSchema.of(beside.backup(), key, beside.restored(), run, progress);
        } catch (BelayException e) {
            throw refuse(beside, e.problem());
        }
        if (schema.isEmpty()) {
            progress.warn("the backup is of a version of Belay that did not record the schema: definitions, owners and"
                    + " privileges were not compared");
        } else if (!schema.get().wrong().isEmpty() && !force) {
            throw refuse(
                    beside,
                    Problem.of(
                                    "the restored schema is not what it was when the backup was made",
                                    "find out what makes the difference, or take another backup:  mvn db:backups ; or"
                                            + " take it as it is: -Ddb.force=true")
                            .withDetails(schema.get().wrong().lines()));
        }
        schema.ifPresent(this::sayUnavoidable);
        return new Beside(beside.backup(), beside.database(), beside.restored(), schema);
    }

    private void sayUnavoidable(RestoredSchema schema) {
        if (schema.unavoidable().isEmpty()) {
            return;
        }
        if (schema.sameMajor()) {
            schema.unavoidable().differences().forEach(each -> progress.warn(unavoidable(each) + each.words()));
        } else {
            progress.warn("the backup was made on another major version of PostgreSQL, which shows "
                    + schema.unavoidable().differences().size()
                    + " objects, owners or privileges otherwise; whether they are the same was not compared (-X shows"
                    + " them)");
            schema.unavoidable().lines().forEach(progress::detail);
        }
    }

    private static String unavoidable(Difference each) {
        if (each.isTablespaceOnly()) {
            return "it is in another tablespace: ";
        }
        return RestoredSchema.isUndecided(each)
                ? "PostgreSQL prints an array otherwise behind a dump, and the print does not show whether it is the"
                        + " same: "
                : "no backup brings this back as it was: ";
    }

    /** {@return what was written to the live database since a backup, as far as its counters tell by now} */
    WritesSince written(Backup backup) {
        try (Connection connection = new Sessions(progress).open(settings, run, SessionRole.READ)) {
            return WritesSince.between(backup.manifest().tables(), TableCounters.read(connection))
                    .withoutSchema(JOURNAL);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The server does not answer: " + e.getMessage() + ".", "check the server."), e);
        }
    }

    /**
     * Asks for what would be lost before a restore that takes as long as the database is large: it gets no less. What is
     * written later {@link #swap} asks for.
     *
     * @param loss what would be lost of all that was written since the backup
     * @param accept whether that may be lost; asked only when there is something
     * @throws RefusalException when it may not
     */
    void requireAccepted(Backup backup, UnaryOperator<WritesSince> loss, Predicate<WritesSince> accept) {
        WritesSince writes = loss.apply(written(backup));
        if (!writes.none() && !accept.test(writes)) {
            throw writes.notAccepted(settings.database().orElseThrow());
        }
    }

    /** {@return the problem, now that what was restored is dropped again, and with what is known} */
    EnvironmentException refuse(Beside beside, Problem why) {
        return new EnvironmentException(why.withState(settings.database().orElseThrow()
                + " is in use, and the restore has not touched it." + dropped(beside)));
    }

    /**
     * Puts it into the live database's place, which stays beside it under another name. All sessions of the live database
     * end, those of this run too. What was restored stays beside it when the environment is in the way, and is dropped when
     * it is refused, since what was written to the live one meanwhile would be missing in it.
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
                    new SchemaCopy(JOURNAL, Migrations::prepareJournal),
                    run,
                    progress));
        } catch (BelayException e) {
            String state = e.problem().state().orElse("");
            String left = e instanceof EnvironmentException
                    ? new KeptBeside(beside, settings, run, progress).words()
                    : dropped(beside);
            throw e.saying(e.problem().withState(state + left));
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
