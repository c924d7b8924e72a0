package dev.belay.git;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** A real repository in a directory, with the few verbs that the tests need. */
public final class TestRepository implements AutoCloseable {

    private static final PersonIdent SOMEBODY = new PersonIdent("Somebody", "somebody@example.org");

    private final Git git;
    private final Path root;

    private TestRepository(Git git) {
        this.git = git;
        this.root = git.getRepository().getWorkTree().toPath();
    }

    public static TestRepository create(Path directory) throws GitAPIException {
        return new TestRepository(Git.init()
                .setDirectory(directory.toFile())
                .setInitialBranch("main")
                .call());
    }

    /** A clone of {@code origin}, as {@code git clone} makes it; {@code depth} 0 for all of the history. */
    public static TestRepository clone(Path origin, Path directory, String branch, int depth)
            throws GitAPIException, IOException {
        var command = Git.cloneRepository()
                .setURI(origin.toUri().toString())
                .setDirectory(directory.toFile())
                .setBranch(branch);
        if (depth > 0) {
            // --depth implies --single-branch
            command.setDepth(depth).setCloneAllBranches(false).setBranchesToClone(List.of("refs/heads/" + branch));
        }
        return new TestRepository(command.call());
    }

    Git git() {
        return git;
    }

    public Path root() {
        return root;
    }

    public Path write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RevCommit commit(String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit()
                .setMessage(message)
                .setAuthor(SOMEBODY)
                .setCommitter(SOMEBODY)
                .setSign(false)
                .call();
    }

    public void branch(String name) throws GitAPIException {
        git.checkout().setCreateBranch(true).setName(name).call();
    }

    public void checkout(String name) throws GitAPIException {
        git.checkout().setName(name).call();
    }

    /** Merges a branch into the one that is checked out, with a commit of its own. */
    public void merge(String branch) throws GitAPIException, IOException {
        var result = git.merge()
                .include(git.getRepository().findRef(branch))
                .setMessage("merge " + branch)
                .call();
        if (!result.getMergeStatus().isSuccessful()) {
            throw new IllegalStateException("the merge ended with " + result.getMergeStatus());
        }
    }

    /** {@return what {@code git status} shows of staged renames, after everything was staged: {@code old -> new}} */
    public List<String> renames() throws GitAPIException, IOException {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        try (var formatter = new DiffFormatter(OutputStream.nullOutputStream());
                var reader = git.getRepository().newObjectReader()) {
            formatter.setRepository(git.getRepository());
            formatter.setDetectRenames(true);
            var head = new CanonicalTreeParser(null, reader, git.getRepository().resolve("HEAD^{tree}"));
            var index = new DirCacheIterator(git.getRepository().readDirCache());
            return formatter.scan(head, index).stream()
                    .map(entry -> entry.getOldPath() + " -> " + entry.getNewPath())
                    .toList();
        }
    }

    @Override
    public void close() {
        git.close();
    }
}
