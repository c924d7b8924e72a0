package dev.belay.command;

import dev.belay.backup.BackupEntry;
import dev.belay.backup.BackupKey;
import dev.belay.backup.Backups;
import dev.belay.backup.Verification;
import dev.belay.outcome.BackupsOutcome;
import dev.belay.outcome.BackupsOutcome.Found;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.server.ClientSearch;
import dev.belay.server.ClientSource;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Goal {@code backups}: which there are, and whether they are good. */
public final class ListBackups {

    private ListBackups() {}

    /**
     * @param dir where they are
     * @param database whose; empty for all
     * @param server asked whether the copies that it should have are there; empty when none is known
     * @param client where pg_restore comes from, when somebody named it
     * @param key of encrypted ones
     * @param progress hears when pg_restore runs in a container
     */
    public record Request(
            Path dir,
            Optional<String> database,
            Optional<ConnectionSettings> server,
            Optional<ClientSource> client,
            Optional<BackupKey> key,
            Progress progress) {}

    /**
     * Looks into each of them: checksums, and the table of contents.
     *
     * @throws dev.belay.outcome.EnvironmentException when the folder cannot be read
     */
    public static BackupsOutcome run(Request request) {
        var backups = new Backups();
        var clients = new ClientSearch(request.client(), request.progress());
        Optional<List<BackupEntry>> confronted = confronted(backups, request);
        Optional<ConnectionSettings> asked = request.server().filter(server -> confronted.isPresent());
        List<Found> found = confronted.orElseGet(() -> backups.list(request.dir(), request.database())).stream()
                .map(entry -> found(entry, entry.backup().map(it -> backups.verify(it, clients, request.key())), asked))
                .sorted(Comparator.comparing((Found each) -> each.made().orElse(java.time.Instant.MAX))
                        .reversed())
                .toList();
        return new BackupsOutcome(request.dir(), found);
    }

    /**
     * {@return what there is, whether the server has its copies included; empty when it does not answer, which is when
     * backups are needed most}
     */
    private static Optional<List<BackupEntry>> confronted(Backups backups, Request request) {
        try {
            return request.server()
                    .map(server -> backups.list(
                            request.dir(), request.database(), server, RunId.random(), request.progress()));
        } catch (EnvironmentException e) {
            request.progress().detail(e.problem().what());
            return Optional.empty();
        }
    }

    private static Found found(BackupEntry entry, Optional<Verification> verified, Optional<ConnectionSettings> asked) {
        List<String> troubles = Stream.concat(
                        entry.why().stream(), verified.stream().flatMap(it -> it.troubles().stream()))
                .toList();
        boolean damaged = verified.filter(it -> !it.good()).isPresent();
        return new Found(
                entry.folder(),
                entry.manifest().map(manifest -> manifest.database()),
                entry.manifest().flatMap(manifest -> manifest.migrationVersion()),
                entry.manifest().map(manifest -> manifest.started()),
                entry.manifest().map(manifest -> manifest.bytes()).orElse(0L),
                entry.manifest().map(manifest -> manifest.method().name().toLowerCase(Locale.ROOT)),
                entry.manifest().filter(manifest -> manifest.encrypted()).isPresent(),
                (damaged ? BackupEntry.State.DAMAGED : entry.state()).name().toLowerCase(Locale.ROOT),
                troubles,
                verified.flatMap(Verification::unread).or(() -> entry.unseen(asked)));
    }
}
