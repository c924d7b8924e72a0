package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import java.nio.file.Path;

/** Hands over the jar with the PostgreSQL binaries; the plugin asks Maven's resolver for {@link BinariesCoordinates}. */
@FunctionalInterface
public interface BinariesSource {

    /**
     * {@return a jar that holds one {@code .txz} with {@code bin}, {@code lib} and {@code share} of that major}
     *
     * @throws EnvironmentException when it cannot be had, such as offline with an empty local repository
     */
    Path jar(int major, Platform platform);
}
