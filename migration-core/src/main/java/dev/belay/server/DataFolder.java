package dev.belay.server;

import dev.belay.outcome.Progress;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder of one server: its data directory, its password, its log, and a lock that this process holds on it.
 *
 * @param folder holds all of it
 * @param throwaway whether it goes when the server is stopped
 * @param lock held until {@link #close}
 */
record DataFolder(Path folder, boolean throwaway, FolderLock lock) implements AutoCloseable {

    private static final Duration SWEEP_PATIENCE = Duration.ofMinutes(1);

    /** Whoever holds the lock of this name has the folder. */
    static final String LOCK = "lock";

    /** {@return a folder with data as the request wants them, ready to start a server on} */
    static DataFolder open(EmbeddedRequest request, Template template, Placement placement, Platform platform) {
        Path home = placement.home();
        try {
            DataFolder opened = request.kind() instanceof ServerKind.Kept kept
                    ? kept(ofProject(home, kept.key(), request.major()), kept.patience(), request, placement.user())
                    : throwaway(home.resolve("run"), placement, platform);
            try {
                opened.fill(template, placement, platform);
                return opened;
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw Trouble.files("prepare a database", home, e);
        }
    }

    /**
     * {@return the folder that a filled template keeps for this, brought back to what the template holds; empty when
     * another build has it}
     *
     * <p>A server writes to few of its thousands of files: finding these is several times cheaper than a new copy.
     */
    static Optional<DataFolder> restored(Template filled, Placement placement, Platform platform) {
        Path folder = filled.workingCopy();
        try {
            placement.user().createFolders(folder);
            Optional<FolderLock> lock = FolderLock.tryAcquire(folder.resolve(LOCK));
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            var restored = new DataFolder(folder, false, lock.get());
            try {
                Postmaster.stopLeftover(restored.data(), platform);
                filled.restoreTo(folder);
                placement.user().own(restored.data());
                return Optional.of(restored);
            } catch (IOException | RuntimeException e) {
                restored.close();
                throw e;
            }
        } catch (IOException e) {
            throw Trouble.files("prepare a scratch database", folder, e);
        }
    }

    /** {@return a folder that is becoming a template, with a copy of another's data; nobody else knows of it yet} */
    static DataFolder becomingTemplate(Path folder, Template from, Placement placement) throws IOException {
        from.copyTo(folder);
        placement.user().own(Template.data(folder));
        return new DataFolder(
                folder, false, FolderLock.tryAcquire(folder.resolve(LOCK)).orElseThrow());
    }

    /** {@return where a project's kept data are, or would be} */
    static Path ofProject(Path home, String key, int major) {
        return home.resolve("projects").resolve(key).resolve(String.valueOf(major));
    }

    /** {@return the data directory} */
    Path data() {
        return Template.data(folder);
    }

    /** {@return the file that the server writes its log to} */
    Path log() {
        return folder.resolve("server.log");
    }

    /** {@return the superuser's password} */
    Secret password() throws IOException {
        return Template.password(folder);
    }

    /** {@return the folder that has to be removed when the server is stopped} */
    Optional<Path> leftover() {
        return throwaway ? Optional.of(folder) : Optional.empty();
    }

    /** Removes what is not to stay, and lets others have the folder. The server must have ended. */
    @Override
    public void close() throws IOException {
        try (lock) {
            if (throwaway) {
                Trees.remove(data());
                removeFromRun();
            }
        }
    }

    /** Under the lock under which others look for abandoned folders: they must not meet one without its own lock. */
    private void removeFromRun() throws IOException {
        FolderLock sweeping = FolderLock.acquire(folder.resolveSibling(LOCK), SWEEP_PATIENCE, holder -> {});
        try (sweeping) {
            Trees.remove(folder);
        }
    }

    private void fill(Template template, Placement placement, Platform platform) throws IOException {
        Postmaster.stopLeftover(data(), platform);
        if (!Template.isComplete(folder)) {
            Trees.remove(data()); // the beginning of a copy that a killed build left
            template.copyTo(folder);
        }
        placement.user().own(data());
    }

    private static DataFolder kept(Path folder, Duration patience, EmbeddedRequest request, ServerUser user)
            throws IOException {
        Progress progress = request.progress();
        user.createFolders(folder);
        FolderLock lock = FolderLock.acquire(
                folder.resolve(LOCK),
                patience,
                holder ->
                        progress.info("Waiting for another build (" + holder + ") that uses this project's database"));
        return new DataFolder(folder, false, lock);
    }

    private static DataFolder throwaway(Path run, Placement placement, Platform platform) throws IOException {
        placement.user().createFolders(run);
        // under a lock, so that no other build takes a folder for an abandoned one before its lock is held
        FolderLock sweeping = FolderLock.acquire(run.resolve(LOCK), SWEEP_PATIENCE, holder -> {});
        try (sweeping) {
            sweep(run, platform);
            Path folder = run.resolve(UUID.randomUUID().toString());
            placement.user().createFolders(folder);
            return new DataFolder(
                    folder, true, FolderLock.tryAcquire(folder.resolve(LOCK)).orElseThrow());
        }
    }

    /** Removes what builds left that were killed together with their watchdogs, or by a power failure. */
    static void sweep(Path run, Platform platform) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(run, Files::isDirectory)) {
            for (Path folder : folders) {
                try {
                    removeAbandoned(folder, platform);
                } catch (NoSuchFileException e) {
                    // the watchdog of a build that was killed just now was quicker
                }
            }
        }
    }

    private static void removeAbandoned(Path folder, Platform platform) throws IOException {
        Optional<FolderLock> abandoned = FolderLock.tryAcquire(folder.resolve(LOCK));
        if (abandoned.isPresent()) {
            FolderLock lock = abandoned.get();
            try (lock) {
                Postmaster.stopLeftover(Template.data(folder), platform);
                Trees.remove(folder);
            }
        }
    }
}
