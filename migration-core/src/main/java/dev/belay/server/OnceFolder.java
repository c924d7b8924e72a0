package dev.belay.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

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
        String name = folder.getFileName().toString();
        FolderLock lock = FolderLock.acquire(folder.resolveSibling(name + ".lock"), PATIENCE, holder -> {});
        try (lock) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            removeUnfinished(folder.getParent(), name);
            Path unfinished = Files.createDirectory(folder.resolveSibling(
                    name + UNFINISHED + ProcessHandle.current().pid()));
            Trees.permit(unfinished, "rwxr-xr-x");
            maker.fill(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        }
    }

    private static void removeUnfinished(Path parent, String name) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, name + UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Trees.remove(leftover);
            }
        }
    }
}
