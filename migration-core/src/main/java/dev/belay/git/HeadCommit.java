package dev.belay.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** The commit that a working tree is at. */
public final class HeadCommit {

    private HeadCommit() {}

    /** {@return its 40 digits; empty where there is no git, or no commit} */
    public static Optional<String> of(Path directory) {
        try {
            Optional<Path> tree = Repositories.workTreeOf(directory);
            if (tree.isEmpty()) {
                return Optional.empty();
            }
            try (Repository repository = Repositories.open(tree.get())) {
                return Optional.ofNullable(repository.resolve(Constants.HEAD)).map(ObjectId::name);
            }
        } catch (IOException e) {
            return Optional.empty(); // it is for the record only
        }
    }
}
