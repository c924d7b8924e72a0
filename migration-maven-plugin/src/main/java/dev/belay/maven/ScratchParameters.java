package dev.belay.maven;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchRequest.Init;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.server.BelayHome;
import dev.belay.server.BinariesSource;
import dev.belay.server.EmbeddedScratch;
import dev.belay.server.ScratchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The parameters of the scratch server.
 *
 * @param scratch {@code db.scratch}
 * @param init {@code db.scratch.init}
 * @param superuser {@code db.scratch.superuser}
 * @param timeout {@code db.scratch.timeout}, in seconds
 */
record ScratchParameters(String scratch, Optional<String> init, boolean superuser, int timeout) {

    private static final String EMBEDDED = "embedded";
    private static final String NONE = "none";

    /**
     * {@return where scripts are tried; empty for nowhere}
     *
     * @param major of the embedded server
     */
    Optional<ScratchRequest> request(Goal goal, int major, BinariesSource binaries, Progress progress) {
        if (scratch.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        if (timeout < 1) {
            throw new RefusalException(Problem.of(
                    "db.scratch.timeout is " + timeout + ": a statement needs some time.",
                    "Give a number of seconds, such as 30."));
        }
        return Optional.of(new ScratchRequest(
                server(major, binaries, progress),
                EmbeddedName.of(goal).database(),
                superuser,
                init.map(file -> read(goal, file)),
                Duration.ofSeconds(timeout)));
    }

    private ScratchServer server(int major, BinariesSource binaries, Progress progress) {
        if (scratch.equalsIgnoreCase(EMBEDDED)) {
            return new EmbeddedScratch(major, binaries, BelayHome.detect(Optional.empty()), progress);
        }
        throw new RefusalException(
                Problem.of("db.scratch is \"" + scratch + "\".", "Known: " + EMBEDDED + ", " + NONE + "."));
    }

    private static Init read(Goal goal, String file) {
        Path path = goal.baseDirectory().resolve(file);
        try {
            return new Init(file, Files.readString(path));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of("db.scratch.init cannot be read: " + path, "Name a file of SQL in UTF-8."), e);
        }
    }
}
