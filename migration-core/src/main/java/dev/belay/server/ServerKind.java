package dev.belay.server;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/** What becomes of an embedded server's data. */
public sealed interface ServerKind {

    /** A new, empty server without any durability, removed when it is closed. */
    record Throwaway() implements ServerKind {}

    /**
     * A server whose data stay for the next build, also after a {@code kill -9}. One build at a time has it.
     *
     * @param key names the project among others on this machine: letters, digits, dot, dash and underscore
     * @param patience how long to wait for another build that has it
     */
    record Kept(String key, Duration patience) implements ServerKind {

        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

        public Kept {
            Objects.requireNonNull(patience);
            if (!KEY.matcher(key).matches()) {
                throw new RefusalException(Problem.of(
                        "The name of a kept database '" + key + "' is not one.",
                        "use letters, digits, '.', '-' and '_' only, 128 at most."));
            }
        }
    }
}
