package dev.belay.git;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Decides which commit the working tree is compared with. */
final class BaseResolver {

    private final Repository repository;
    private final Map<String, String> environment;
    private final FetchAdvice advice;

    BaseResolver(Repository repository, Map<String, String> environment) throws IOException {
        this.repository = repository;
        this.environment = environment;
        this.advice = new FetchAdvice(remote(), isShallow(), environment);
    }

    /**
     * A base.
     *
     * @param name as people name it
     * @param tip the commit that the name stands for
     * @param mergeBase where the branch of {@code HEAD} left it
     */
    record Base(String name, RevCommit tip, RevCommit mergeBase) {}

    /**
     * {@return the base; empty when none is named and the repository has no remote branch to compare with}
     *
     * @throws dev.belay.outcome.RefusalException when what is named does not exist here, or its common history does not
     */
    Optional<Base> resolve(Optional<String> wanted) throws IOException {
        if (wanted.isPresent()) {
            return Optional.of(named(wanted.get()));
        }
        Optional<String> ciCommit = CiPullRequest.baseCommit(environment).filter(this::exists);
        Optional<String> ciBranch = CiPullRequest.baseBranch(environment);
        if (ciBranch.isPresent()) {
            String name = remote() + "/" + ciBranch.get();
            if (ciCommit.isPresent()) {
                return Optional.of(withMergeBase(name, commit(ciCommit.get()).orElseThrow()));
            }
            return Optional.of(remoteBranch(ciBranch.get(), "the pull request's base branch"));
        }
        if (repository.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(remoteBranch(defaultBranch(), "the default branch"));
    }

    private Base named(String wanted) throws IOException {
        Optional<ObjectId> id = commit(wanted);
        String name = wanted;
        if (id.isEmpty()) {
            // a CI checkout has no local branches but the one it builds
            name = remote() + "/" + wanted;
            id = commit(Constants.R_REMOTES + name);
        }
        return withMergeBase(name, id.orElseThrow(() -> advice.unknownRef(wanted)));
    }

    private Base remoteBranch(String branch, String role) throws IOException {
        String name = remote() + "/" + branch;
        Optional<ObjectId> id = commit(Constants.R_REMOTES + name);
        return withMergeBase(name, id.orElseThrow(() -> advice.missingBranch(branch, role)));
    }

    private String defaultBranch() throws IOException {
        String prefix = Constants.R_REMOTES + remote() + "/";
        Ref head = repository.exactRef(prefix + Constants.HEAD);
        if (head != null && head.isSymbolic() && head.getTarget().getName().startsWith(prefix)) {
            return head.getTarget().getName().substring(prefix.length());
        }
        Optional<String> ofCi = CiPullRequest.defaultBranch(environment);
        if (ofCi.isPresent()) {
            return ofCi.get();
        }
        for (String usual : List.of("main", "master")) {
            if (repository.exactRef(prefix + usual) != null) {
                return usual;
            }
        }
        throw advice.unknownDefault();
    }

    private Base withMergeBase(String name, ObjectId tipId) throws IOException {
        ObjectId headId = repository.resolve(Constants.HEAD);
        try (var walk = new RevWalk(repository)) {
            RevCommit tip = walk.parseCommit(tipId);
            if (headId == null) {
                return new Base(name, tip, tip);
            }
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(tip);
            walk.markStart(walk.parseCommit(headId));
            RevCommit mergeBase = walk.next();
            if (mergeBase == null && isShallow()) {
                throw advice.noCommonHistory(name);
            }
            // histories that have nothing in common: then what the base has now is all there is to compare with
            return new Base(name, tip, mergeBase == null ? tip : walk.parseCommit(mergeBase));
        } catch (MissingObjectException e) {
            throw advice.noCommonHistory(name);
        }
    }

    private boolean exists(String revision) {
        try {
            return commit(revision).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<ObjectId> commit(String revision) throws IOException {
        try {
            return Optional.ofNullable(repository.resolve(revision + "^{commit}"));
        } catch (MissingObjectException | IncorrectObjectTypeException | RevisionSyntaxException e) {
            return Optional.empty();
        }
    }

    private String remote() {
        var remotes = repository.getRemoteNames();
        return Stream.concat(Stream.of(Constants.DEFAULT_REMOTE_NAME).filter(remotes::contains), remotes.stream())
                .findFirst()
                .orElse(Constants.DEFAULT_REMOTE_NAME);
    }

    private boolean isShallow() throws IOException {
        return !repository.getObjectDatabase().getShallowCommits().isEmpty();
    }
}
