package dev.belay.migrate;

import dev.belay.outcome.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that the journal knows no end of, and that does not live any more.
 *
 * @param run its name
 * @param goal {@code upgrade}
 * @param started when it began
 * @param step the last that it began, as people read it; empty when it had none
 * @param stepEnded whether it had ended that one
 */
public record KilledRun(RunId run, String goal, Instant started, Optional<String> step, boolean stepEnded) {

    /** {@return {@code run 7f3a09c1 (upgrade) was killed in its step backup}} */
    public String describe() {
        String where = step.map(name -> (stepEnded ? " behind its step " : " in its step ") + name)
                .orElse(" before its first step");
        return "run " + run + " (" + goal + ", begun " + started + ") was killed" + where;
    }
}
