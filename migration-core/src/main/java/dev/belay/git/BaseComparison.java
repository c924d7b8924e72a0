package dev.belay.git;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Finds out what the script directories held at the base: the ref that is named, else the pull request's base branch
 * where the CI says it, else the remote's default branch. As {@code git diff base...} does, it takes the merge base of
 * {@code HEAD} and that ref, so that what the base has gained since is not taken for a deletion.
 */
public final class BaseComparison {

    private final Path project;
    private final List<Path> directories;
    private final Map<String, String> environment;

    /**
     * @param project the project's directory, anywhere in its repository
     * @param directories where the scripts are; they need not exist
     * @param environment the environment variables, from which the CI's are read
     */
    public BaseComparison(Path project, List<Path> directories, Map<String, String> environment) {
        this.project = project;
        this.directories = List.copyOf(directories);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the base.
     *
     * @param ref a branch, tag or commit ({@code db.base}); empty for the default described above
     * @return empty where there is no repository, or one without any remote branch when no ref is named: then nothing
     *     can be compared
     * @throws RefusalException when the ref does not exist, or a shallow clone lacks it or the common history
     * @throws EnvironmentException when the repository cannot be read
     */
    public Optional<BaseState> read(Optional<String> ref) {
        try {
            Optional<Path> workTree = workTree();
            if (workTree.isEmpty()) {
                if (ref.isPresent()) {
                    throw new RefusalException(Problem.of(
                            "db.base names " + ref.get() + ", and " + project + " is in no git repository.",
                            "Leave db.base out to have every script looked at, or run the goal in a clone."));
                }
                return Optional.empty();
            }
            return read(workTree.get(), ref);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The git repository of " + project + " cannot be read: " + e.getMessage(),
                            "See whether git status works there."),
                    e);
        }
    }

    private Optional<BaseState> read(Path workTree, Optional<String> ref) throws IOException {
        var repositories = new OpenRepositories();
        boolean handedOver = false;
        try {
            var repository = repositories.add(Repositories.open(workTree));
            Optional<BaseResolver.Base> base = new BaseResolver(repository, environment).resolve(ref);
            if (base.isEmpty()) {
                return Optional.empty();
            }
            var tree = new BaseTree(workTree, repository, repositories);
            List<Path> covered = coveredBy(workTree);
            RevCommit mergeBase = base.get().mergeBase();
            RevCommit tip = base.get().tip();
            var files = filesBelow(covered, tree, mergeBase);
            var state = new BaseState(
                    base.get().name(),
                    mergeBase.abbreviate(7).name(),
                    covered,
                    files,
                    tip.equals(mergeBase) ? files : filesBelow(covered, tree, tip),
                    repositories);
            handedOver = true;
            return Optional.of(state);
        } finally {
            if (!handedOver) {
                repositories.close();
            }
        }
    }

    private static Map<Path, BaseFile> filesBelow(List<Path> directories, BaseTree tree, RevCommit commit)
            throws IOException {
        var files = new TreeMap<Path, BaseFile>();
        for (Path directory : directories) {
            files.putAll(tree.filesBelow(directory, commit));
        }
        return files;
    }

    /** The project's own repository where it holds scripts, else the first that does. */
    private Optional<Path> workTree() throws IOException {
        Optional<Path> ofProject = Repositories.workTreeOf(project);
        if (ofProject.isPresent()
                && (directories.isEmpty() || !coveredBy(ofProject.get()).isEmpty())) {
            return ofProject;
        }
        for (Path directory : directories) {
            Optional<Path> ofScripts = Repositories.workTreeOf(directory);
            if (ofScripts.isPresent()) {
                return ofScripts;
            }
        }
        return Optional.empty();
    }

    private List<Path> coveredBy(Path workTree) throws IOException {
        var covered = new ArrayList<Path>();
        for (Path directory : directories) {
            if (Repositories.real(directory).startsWith(workTree)) {
                covered.add(directory.toAbsolutePath().normalize());
            }
        }
        return covered;
    }
}
