package dev.belay.maven;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Optional;

/**
 * The parameters of a connection but for {@code db.url} and {@code db.password}, which are not kept.
 *
 * @param user {@code db.user}
 * @param serverId {@code db.serverId}
 * @param environment {@code db.environment}
 * @param embedded {@code db.embedded}
 * @param major of an embedded server: {@code db.scratch.version}
 */
record ConnectionParameters(
        Optional<String> user, Optional<String> serverId, Optional<String> environment, boolean embedded, int major) {

    static final int DEFAULT_MAJOR = 17;

    /** {@return the major version that a text names} */
    static int major(String scratchVersion) {
        try {
            return Integer.parseInt(scratchVersion);
        } catch (NumberFormatException e) {
            throw new RefusalException(
                    Problem.of(
                            "db.scratch.version is not a major version of PostgreSQL: " + scratchVersion,
                            "Give a number such as 17."),
                    e);
        }
    }
}
