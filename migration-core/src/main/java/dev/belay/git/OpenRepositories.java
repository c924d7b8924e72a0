package dev.belay.git;

import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jgit.lib.Repository;

/** The repositories that a comparison has opened: the project's, and those of its submodules. */
final class OpenRepositories implements AutoCloseable {

    private final Deque<Repository> open = new ArrayDeque<>();

    Repository add(Repository repository) {
        open.push(repository);
        return repository;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
