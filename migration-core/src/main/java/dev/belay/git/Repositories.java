package dev.belay.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/** Finds and opens the repository that a directory lies in, as git does: upwards, worktrees and submodules included. */
final class Repositories {

    private Repositories() {}

    /** {@return the top directory of the working tree that the directory lies in} */
    static Optional<Path> workTreeOf(Path directory) throws IOException {
        for (Path at = real(directory); at != null; at = at.getParent()) {
            if (isTop(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    static Repository open(Path workTree) throws IOException {
        return new FileRepositoryBuilder()
                .setWorkTree(workTree.toFile())
                .setMustExist(true)
                .build();
    }

    /** {@return the path without symbolic links, of which the last parts need not exist} */
    static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (Files.exists(absolute) || parent == null) {
            return absolute.toRealPath();
        }
        return real(parent).resolve(absolute.getFileName());
    }

    // a worktree and a submodule have a file that points to the repository; an empty directory is none
    private static boolean isTop(Path directory) {
        File dotGit = directory.resolve(".git").toFile();
        return dotGit.isFile() || RepositoryCache.FileKey.isGitRepository(dotGit, FS.DETECTED);
    }
}
