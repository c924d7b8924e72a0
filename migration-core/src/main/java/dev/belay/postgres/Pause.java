package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A wait between two attempts. An interrupted one fails; it never looks as if it had ended. */
public final class Pause {

    private Pause() {}

    /**
     * Waits.
     *
     * @throws EnvironmentException when this thread is interrupted meanwhile
     */
    public static void of(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException(
                    Problem.of("interrupted while waiting for the database", "Run the goal again."), e);
        }
    }
}
