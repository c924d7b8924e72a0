package dev.belay.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/** Whole directories: copied, removed, given away. */
final class Trees {

    private static final int REMOVE_ATTEMPTS = 5;

    private Trees() {}

    /**
     * Copies files and folders with their permissions; {@code to} must not exist, its parent must. A data directory is
     * thousands of small files: they are copied side by side.
     */
    static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(folder, to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        SideBySide.each(files, file -> Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Removes a folder with all that is in it; nothing happens when it is gone already. Others may be removing or
     * writing there at the same time (a server that is just stopping), so it is tried again a few times.
     */
    static void remove(Path root) throws IOException {
        for (int attempt = 1; Files.exists(root, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                removeOnce(root);
            } catch (IOException e) {
                if (attempt == REMOVE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Makes {@code owner} the owner of a folder and all in it, unless the folder is theirs. */
    static void give(Path root, UserPrincipal owner) throws IOException {
        if (Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                setOwner(file, owner);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                setOwner(folder, owner); // last, so that an interrupted one is done again
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Sets permissions where the file system has such ({@code rwxr-xr-x}); elsewhere nothing happens. */
    static void permit(Path path, String permissions) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void setOwner(Path path, UserPrincipal owner) throws IOException {
        // not followed: a link must not give away what lies elsewhere
        Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(owner);
    }

    private static void removeOnce(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
