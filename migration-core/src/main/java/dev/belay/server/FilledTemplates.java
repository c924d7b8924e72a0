package dev.belay.server;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data directories that hold a filled scratch database, kept in the cache under the key of their content: a history is
 * replayed once, and the next check starts from a copy of the files.
 */
final class FilledTemplates {

    private static final String PREFIX = "filled-";

    /** As many as a few projects with a few branches each need; one takes 40 MB and more. */
    private static final int KEPT = 12;

    /** Longer than any build copies one; a day of many branches must not fill a disk. */
    private static final Duration IN_USE = Duration.ofMinutes(5);

    private final Foundation foundation;

    FilledTemplates(Foundation foundation) {
        this.foundation = foundation;
    }

    /** {@return the template with that content, made unless it is in the cache} */
    Template get(ScratchContent content) {
        Path cache = foundation.cache();
        try {
            Path folder = OnceFolder.use(
                    cache.resolve(PREFIX + foundation.binaries().name() + "-" + content.key()),
                    unfinished -> fill(unfinished, content));
            removeOld(cache);
            return new Template(folder);
        } catch (IOException e) {
            throw Trouble.files("prepare a scratch database", cache, e);
        }
    }

    private void fill(Path unfinished, ScratchContent content) throws IOException {
        try (DataFolder folder =
                DataFolder.becomingTemplate(unfinished, foundation.template(), foundation.placement())) {
            Secret password = folder.password();
            var start = new ServerStart(
                    foundation.binaries(),
                    folder,
                    foundation.placement().user(),
                    new ServerKind.Throwaway(),
                    password,
                    Template.MAINTENANCE);
            ServerStart.Started started = start.run();
            try {
                ConnectionSettings admin = admin(started.port(), password, Template.MAINTENANCE);
                content.filler().fill(ScratchRole.create(admin, content));
                ScratchRole.leaveOnly(admin.withDatabase(content.database()), content.database());
            } finally {
                started.process().stop();
            }
        }
    }

    /** {@return how the superuser reaches a database of an embedded server} */
    static ConnectionSettings admin(int port, Secret password, String database) {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                Optional.of(Template.USER),
                Optional.of(password),
                Map.of());
    }

    /** Removes those that were used last before the newest, but for such as a server runs in. */
    static void removeOld(Path cache) throws IOException {
        // looked at once: others use them meanwhile, which would change the order that is being made
        Map<Path, Instant> filled = new HashMap<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(cache, path -> isFilled(path) && Files.isDirectory(path))) {
            folders.forEach(folder -> filled.put(folder, lastUsed(folder)));
        }
        Instant limit = Instant.now().minus(IN_USE);
        List<Path> old = filled.entrySet().stream()
                .sorted(Map.Entry.<Path, Instant>comparingByValue().reversed())
                .skip(KEPT)
                .filter(folder -> folder.getValue().isBefore(limit))
                .map(Map.Entry::getKey)
                .toList();
        for (Path folder : old) {
            try {
                removeUnused(folder, limit);
            } catch (NoSuchFileException e) {
                // another build was quicker
            }
        }
    }

    /** A long walk up a project's versions keeps a server in the working copy for far longer than a copy takes. */
    private static void removeUnused(Path folder, Instant limit) throws IOException {
        Path copy = new Template(folder).workingCopy();
        if (!Files.isDirectory(copy)) {
            OnceFolder.removeUnused(folder, limit);
            return;
        }
        FolderLock lock = FolderLock.tryAcquire(copy.resolve(DataFolder.LOCK)).orElse(null);
        if (lock != null) {
            try (lock) {
                OnceFolder.removeUnused(folder, limit);
            }
        }
    }

    private static boolean isFilled(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(PREFIX) && !name.contains(OnceFolder.UNFINISHED);
    }

    private static Instant lastUsed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (IOException e) {
            return Instant.MAX; // another build is removing it
        }
    }
}
