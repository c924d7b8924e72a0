package dev.belay.backup;

import dev.belay.backup.Manifest.BackupFile;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.server.ClientPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes backups. */
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
            Made made = make(request, facts, folder);
            writeFacts(folder, made.record().cluster(), request.key());
            PrivateFiles.permitTree(folder.path());
            return folder.finish(manifest(request, made, started, Checksums.of(folder.path())));
        } catch (IOException e) {
            throw trouble.files(e);
        } catch (SQLException e) {
            throw trouble.server(e);
        }
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
        Optional<ClientPrograms> client = ClientPrograms.find(facts.major(), request.client());
        return switch (request.method()) {
            case PG_DUMP -> dump(request, facts, client, folder);
            case AUTO -> dump(request, facts, client, folder);
            default -> throw new IllegalArgumentException("no way to make a backup: " + request.method());
        };
    }

    private static Made dump(
            BackupRequest request, ServerFacts facts, Optional<ClientPrograms> client, BackupFolder folder)
            throws IOException, SQLException {
        ClientPrograms programs = client.orElseThrow(
                () -> new BackupTrouble(request.settings(), request.dir()).missing(facts.major(), request.client()));
        return new DumpBackup(request, programs).make(folder.path());
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
                files.stream().mapToLong(BackupFile::bytes).sum(),
                files,
                record.walPosition(),
                record.tables(),
                made.copy(),
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
