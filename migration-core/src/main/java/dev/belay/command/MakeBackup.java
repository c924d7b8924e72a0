package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.outcome.BackupOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Goal {@code backup}: a backup of the database, which is only read. */
public final class MakeBackup {

    private MakeBackup() {}

    /**
     * @param database the database
     * @param backing how and where
     */
    public record Request(DatabaseRequest database, Safeguards.Backing backing) {}

    /**
     * Makes it, and removes those whose time is over.
     *
     * @throws dev.belay.outcome.BelayException when there is none afterwards
     */
    public static BackupOutcome run(Request request) {
        long start = System.nanoTime();
        Looked looked = look(request.database());
        Safeguards.Backing backing = request.backing();
        var backups = new Backups();
        Backup made = backups.make(new BackupRequest(
                request.database().connection(),
                backing.method(),
                backing.dir(),
                backing.key(),
                looked.version(),
                looked.run(),
                backing.client(),
                backing.command(),
                request.database().progress()));
        List<Path> removed = new OverdueBackups(backing, request.database())
                .remove(backups, looked.target().database(), looked.run(), looked.unfinished());
        return new BackupOutcome(
                looked.target(),
                looked.run(),
                looked.version(),
                made.manifest().method().name().toLowerCase(Locale.ROOT),
                made.folder(),
                made.manifest().bytes(),
                made.manifest().encrypted(),
                removed,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private record Looked(TargetInfo target, RunId run, Optional<String> version, Set<RunId> unfinished) {}

    /** The session ends before the backup begins: a copy needs that nobody is connected. */
    private static Looked look(DatabaseRequest request) {
        try (var database = OpenDatabase.forReading(request)) {
            return new Looked(
                    database.target(),
                    database.run(),
                    database.migrations().history().current().map(Version::toString),
                    UnfinishedRuns.of(database.migrations()));
        }
    }
}
