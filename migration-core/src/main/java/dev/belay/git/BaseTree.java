package dev.belay.git;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the files below a directory as a commit has them, into the commit of a submodule where there is one. */
final class BaseTree {

    private final Path workTree;
    private final Repository repository;
    private final OpenRepositories repositories;

    BaseTree(Path workTree, Repository repository, OpenRepositories repositories) {
        this.workTree = workTree;
        this.repository = repository;
        this.repositories = repositories;
    }

    /** {@return the files of the commit below the directory, by their place in the working tree} */
    Map<Path, BaseFile> filesBelow(Path directory, RevCommit commit) throws IOException {
        Path relative = workTree.relativize(Repositories.real(directory));
        Optional<Tree> tree = Optional.of(new Tree(repository, commit.getTree()));
        Path at = workTree;
        for (Path name : relative) {
            at = at.resolve(name);
            // the relative path of the working tree's top to itself is one empty name
            if (tree.isPresent() && !name.toString().isEmpty()) {
                tree = enter(tree.get(), at);
            }
        }
        var files = new TreeMap<Path, BaseFile>();
        if (tree.isPresent()) {
            collect(tree.get(), directory.toAbsolutePath().normalize(), files);
        }
        return files;
    }

    private Optional<Tree> enter(Tree tree, Path directory) throws IOException {
        try (TreeWalk entry =
                TreeWalk.forPath(tree.repository, directory.getFileName().toString(), tree.id)) {
            if (entry == null) {
                return Optional.empty();
            }
            if (entry.getFileMode() == FileMode.GITLINK) {
                return submodule(directory, entry.getObjectId(0));
            }
            return entry.isSubtree() ? Optional.of(new Tree(tree.repository, entry.getObjectId(0))) : Optional.empty();
        }
    }

    private Optional<Tree> submodule(Path directory, ObjectId commit) throws IOException {
        if (!Files.exists(directory.resolve(".git"))) {
            return Optional.empty();
        }
        Repository inner = repositories.add(Repositories.open(directory));
        try (var walk = new RevWalk(inner)) {
            return Optional.of(new Tree(inner, walk.parseCommit(commit).getTree()));
        } catch (MissingObjectException e) {
            throw new RefusalException(
                    Problem.of(
                            "The submodule " + workTree.relativize(directory) + " lacks commit "
                                    + commit.abbreviate(7).name() + ", which the base has of it",
                            "git -C " + workTree.relativize(directory) + " fetch origin " + commit.name()),
                    e);
        }
    }

    private static void collect(Tree tree, Path directory, Map<Path, BaseFile> files) throws IOException {
        try (var walk = new TreeWalk(tree.repository)) {
            walk.addTree(tree.id);
            walk.setRecursive(true);
            while (walk.next()) {
                FileMode mode = walk.getFileMode();
                if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
                    Path path = directory.resolve(walk.getPathString());
                    files.put(path, new BaseFile(path, tree.repository, walk.getObjectId(0)));
                }
            }
        }
    }

    private record Tree(Repository repository, ObjectId id) {}
}
