package dev.belay.backup;

import dev.belay.backup.Manifest.BackupFile;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.server.ClientPrograms;
import dev.belay.server.ClientSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes, lists, verifies and removes backups. */
public final class Backups {

    private final Clock clock;

    /** Backups that bear the time of this machine. */
    public Backups() {
        this(Clock.systemUTC());
    }

    Backups(Clock clock) {
        this.clock = clock;
    }

    /**
     * Makes a backup, and changes nothing of the database. What a killed run left unfinished in the same place is
     * removed first.
     *
     * @throws RefusalException when the method cannot do what was asked: a copy while somebody is connected, a key for
     *     what is no dump
     * @throws EnvironmentException when there is no sufficient client, it fails, the role may not read everything, there
     *     is no space left, or this thread is interrupted; nothing is left then
     */
    public Backup make(BackupRequest request) {
        BackupTrouble trouble = new BackupTrouble(request.settings(), request.dir());
        Instant started = clock.instant();
        ServerFacts facts = facts(request, trouble);
        try (BackupFolder folder = BackupFolder.create(request, facts.database(), started)) {
            TemplateBackup.dropUnfinished(request, facts.database(), folder.killed());
            Made made = make(request, facts, folder);
            writeFacts(folder, made.record().cluster(), request.key());
            SchemaFile.write(folder.path(), made.schema(), request.key());
            PrivateFiles.permitTree(folder.path());
            return folder.finish(manifest(request, made, started, Checksums.of(folder.path())));
        } catch (IOException e) {
            throw trouble.files(e);
        } catch (SQLException e) {
            throw trouble.server(e);
        }
    }

    /**
     * {@return what is below a folder, the newest first; by manifests and lengths of files only}
     *
     * @param database one database's only
     * @throws EnvironmentException when the folder cannot be read
     */
    public List<BackupEntry> list(Path dir, Optional<String> database) {
        try {
            return BackupList.of(dir, database);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(dir, e);
        }
    }

    /**
     * As {@link #list(Path, Optional)}; those that are copies in this server are damaged when they are not there.
     *
     * @param settings any database of the server
     * @param run whose session it is
     * @throws EnvironmentException also when there are such copies, and the server cannot be reached
     */
    public List<BackupEntry> list(
            Path dir, Optional<String> database, ConnectionSettings settings, RunId run, Progress progress) {
        try {
            return Copies.confronted(list(dir, database), settings, run, new Sessions(progress));
        } catch (SQLException e) {
            throw new BackupTrouble(settings, dir).server(e);
        }
    }

    /**
     * {@return the backup in a folder}
     *
     * @throws EnvironmentException when there is none, or it has no manifest
     * @throws RefusalException when a later version has written it
     */
    public Backup open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new Backup(absolute, ManifestFile.read(absolute));
    }

    /**
     * {@return what a backup says of the database itself: owner, privileges, settings, and the roles it needs}
     *
     * @param key of an encrypted one
     * @throws EnvironmentException when the file is missing or damaged
     * @throws RefusalException when it is encrypted, and there is no key or not the right one
     */
    public ClusterFacts facts(Backup backup, Optional<BackupKey> key) {
        try {
            return ManifestFile.parse(SealedFile.read(backup, ClusterFacts.FILE, key), ClusterFacts.class);
        } catch (IOException e) {
            throw unreadable(backup.folder(), e);
        }
    }

    /**
     * {@return the schema that was backed up, with owners and privileges; empty for a backup of a version of the plugin
     *     that did not record it}
     *
     * @param key of an encrypted one
     * @throws EnvironmentException when the file is missing or damaged
     * @throws RefusalException when it is encrypted, and there is no key or not the right one
     */
    public Optional<SchemaSnapshot> schema(Backup backup, Optional<BackupKey> key) {
        try {
            return SchemaFile.read(backup, key);
        } catch (IOException e) {
            throw unreadable(backup.folder(), e);
        }
    }

    /**
     * Reads all of a backup.
     *
     * @param clients finds {@code pg_restore}
     * @param key of an encrypted one; without it, and with another, the contents are not looked into
     * @throws EnvironmentException when the folder cannot be read
     */
    public Verification verify(Backup backup, ClientSearch clients, Optional<BackupKey> key) {
        try {
            return Verification.of(backup, clients, key);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(backup.folder(), e);
        }
    }

    /**
     * {@return why a backup that is a copy cannot be restored into a server: it is not there; empty for what is, and for
     *     other backups}
     *
     * @param settings any database of the server
     * @param run whose session it is
     * @throws EnvironmentException when the server cannot be reached
     */
    public Optional<String> missingCopy(Backup backup, ConnectionSettings settings, RunId run, Progress progress) {
        try {
            return Copies.missing(backup, settings, run, new Sessions(progress));
        } catch (SQLException e) {
            throw new BackupTrouble(settings, backup.folder()).server(e);
        }
    }

    /**
     * Removes the backups of a database whose time is over, and of those that are copies the database, if it bears our
     * comment; never the newest good one. Another server's database of the same name is another database.
     *
     * @param settings the database
     * @param run whose session it is
     * @return the folders that are gone
     * @throws EnvironmentException when one cannot be removed
     */
    public List<Path> prune(
            Path dir, ConnectionSettings settings, String database, Retention retention, RunId run, Progress progress) {
        List<Path> removed = new ArrayList<>();
        List<BackupEntry> own = list(dir, Optional.of(database), settings, run, progress).stream()
                .filter(entry -> entry.manifest()
                        .filter(manifest -> manifest.server().equals(settings.server()))
                        .isPresent())
                .toList();
        for (BackupEntry entry : retention.over(own, clock.instant())) {
            Manifest manifest = entry.manifest().orElseThrow();
            try {
                if (manifest.copy().isPresent() && manifest.server().equals(settings.server())) {
                    Sessions sessions = new Sessions(progress);
                    try (Connection connection = MaintenanceSession.open(sessions, settings, database, run)) {
                        OwnDatabase.drop(connection, manifest.copy().get(), manifest.run());
                    }
                }
                // first what makes it a backup: half of one that is being removed is none
                Files.delete(entry.folder().resolve(Manifest.FILE));
                PrivateFiles.removeTree(entry.folder());
                removed.add(entry.folder());
            } catch (IOException e) {
                throw unreadable(entry.folder(), e);
            } catch (SQLException e) {
                throw new BackupTrouble(settings, dir).server(e);
            }
        }
        return removed;
    }

    private static EnvironmentException unreadable(Path place, Exception e) {
        return new EnvironmentException(
                Problem.of(
                        "The backups in " + place + " cannot be read or removed: " + e.getMessage() + ".",
                        "check the folder and its permissions."),
                e);
    }

    private static ServerFacts facts(BackupRequest request, BackupTrouble trouble) {
        try (Connection connection =
                new Sessions(request.progress()).open(request.settings(), request.run(), SessionRole.READ)) {
            return ServerFacts.read(connection).requireSupported();
        } catch (SQLException e) {
            throw trouble.server(e);
        }
    }

    private static Made make(BackupRequest request, ServerFacts facts, BackupFolder folder)
            throws IOException, SQLException {
        if (request.key().isPresent()
                && (request.method() == BackupMethod.TEMPLATE || request.method() == BackupMethod.COMMAND)) {
            throw DumpBackup.keyWithout(request.method());
        }
        return switch (way(request, facts.major())) {
            case PG_DUMP -> {
                var need = new BackupTrouble(request.settings(), request.dir()).need(facts.major());
                ClientPrograms programs = ClientPrograms.find(need, request.client(), request.progress());
                yield new DumpBackup(request, programs).make(folder.path());
            }
            case TEMPLATE -> new TemplateBackup(request, facts.database()).make();
            case COMMAND -> new CommandBackup(request, facts.database()).make(folder.path());
            case AUTO, NONE -> throw new IllegalArgumentException("no backup was asked for");
        };
    }

    /**
     * {@return how the backup will be made as things are now; never {@link BackupMethod#AUTO}} A copy made by the server
     * needs that nobody is connected, this run neither.
     *
     * @param major the server's
     */
    public static BackupMethod way(BackupRequest request, int major) {
        try {
            return request.method() == BackupMethod.AUTO ? AutomaticMethod.of(request, major) : request.method();
        } catch (SQLException e) {
            throw new BackupTrouble(request.settings(), request.dir()).server(e);
        }
    }

    private static void writeFacts(BackupFolder folder, ClusterFacts facts, Optional<BackupKey> key)
            throws IOException {
        SealedFile.write(folder.path(), ClusterFacts.FILE, ManifestFile.json(facts), key);
        SealedFile.write(
                folder.path(), ClusterSql.FILE, ClusterSql.script(facts).getBytes(StandardCharsets.UTF_8), key);
    }

    private Manifest manifest(BackupRequest request, Made made, Instant started, List<BackupFile> files) {
        ServerRecord record = made.record();
        return new Manifest(
                Manifest.FORMAT,
                made.copy().isPresent()
                        ? BackupMethod.TEMPLATE
                        : request.method() == BackupMethod.AUTO ? BackupMethod.PG_DUMP : request.method(),
                record.cluster().name(),
                request.settings().server(),
                record.serverVersion(),
                request.migrationVersion(),
                request.run(),
                started,
                clock.instant(),
                made.tool(),
                request.key().isPresent(),
                made.copy()
                        .map(Made.Copy::bytes)
                        .orElse(files.stream().mapToLong(BackupFile::bytes).sum()),
                files,
                record.walPosition(),
                record.tables(),
                made.copy().map(Made.Copy::name),
                made.restoreCommand());
    }

    /** {@return the problem of a backup that the plugin cannot bring back by itself} */
    static RefusalException byHand(Manifest manifest) {
        return new RefusalException(Problem.of(
                "The backup was made by a command, which the plugin cannot take back by itself.",
                manifest.restoreCommand()
                        .map(command -> "bring it back with: " + command)
                        .orElse("bring it back as your provider says.")));
    }
}
