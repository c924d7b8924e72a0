package dev.belay.server;

import dev.belay.outcome.Progress;
import java.util.Objects;

/**
 * Which embedded server to start.
 *
 * @param major 14 to 18
 * @param binaries asked on every start
 * @param home where binaries and data are kept
 * @param kind whether the data stay
 * @param progress is told when the start takes longer than usual: a first extraction, another build to wait for
 */
public record EmbeddedRequest(int major, BinariesSource binaries, BelayHome home, ServerKind kind, Progress progress) {

    public EmbeddedRequest {
        BinariesCoordinates.requireSupported(major);
        Objects.requireNonNull(binaries);
        Objects.requireNonNull(home);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(progress);
    }
}
