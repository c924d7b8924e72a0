package dev.belay.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder of the cache that is made once and never changed: made under another name and renamed when it is complete,
 * by one thread of one process at a time. What a killed process left half-made is removed by the next.
 */
final class OnceFolder {

    /** Far more than making one takes on a slow disk. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    static final String UNFINISHED = ".unfinished-";

    /** Fills a folder. */
    @FunctionalInterface
    interface Maker {
        void fill(Path folder) throws IOException;
    }

    private OnceFolder() {}

    /** {@return {@code folder}, whose parent exists, made by {@code maker} if it was not there} */
    static Path get(Path folder, Maker maker) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        FolderLock lock = lock(folder);
        try (lock) {
            make(folder, maker);
        }
        return folder;
    }

    /** The same, and its modification time becomes now, so that {@link #removeUnused} leaves it for a while. */
    static Path use(Path folder, Maker maker) throws IOException {
        FolderLock lock = lock(folder);
        try (lock) {
            make(folder, maker);
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        }
        return folder;
    }

    /** Removes a folder that nobody has begun to use since, unless somebody is about to. */
    static void removeUnused(Path folder, Instant since) throws IOException {
        Optional<FolderLock> lock = FolderLock.tryAcquire(lockOf(folder));
        if (lock.isEmpty()) {
            return;
        }
        FolderLock held = lock.get();
        try (held) {
            if (Files.isDirectory(folder)
                    && Files.getLastModifiedTime(folder).toInstant().isBefore(since)) {
                // at once for those who look for it; what is left when this process dies the next one removes
                Path unfinished = Files.move(folder, unfinished(folder), StandardCopyOption.ATOMIC_MOVE);
                Trees.remove(unfinished);
            }
        }
    }

    private static void make(Path folder, Maker maker) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        removeUnfinished(folder.getParent(), folder.getFileName().toString());
        Path unfinished = Files.createDirectory(unfinished(folder));
        Trees.permit(unfinished, "rwxr-xr-x");
        maker.fill(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FolderLock lock(Path folder) throws IOException {
        return FolderLock.acquire(lockOf(folder), PATIENCE, holder -> {});
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".lock");
    }

    private static Path unfinished(Path folder) {
        return folder.resolveSibling(
                folder.getFileName() + UNFINISHED + ProcessHandle.current().pid());
    }

    private static void removeUnfinished(Path parent, String name) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, name + UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Trees.remove(leftover);
            }
        }
    }
}
