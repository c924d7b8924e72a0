package dev.belay.command;

import dev.belay.outcome.HistoryOutcome;
import dev.belay.outcome.RunsOutcome;

/** Goal {@code history}: every script with its state. */
public final class History {

    private History() {}

    /**
     * {@return the runs of Belay, the newest first}
     *
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached
     */
    public static RunsOutcome runs(DatabaseRequest request) {
        request.project().requireSound();
        try (var database = OpenDatabase.forReading(request)) {
            return RunsOutcome.of(
                    database.target(), database.migrations().pastRuns().all());
        }
    }

    /**
     * Looks.
     *
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached
     */
    public static HistoryOutcome run(DatabaseRequest request) {
        request.project().requireSound();
        try (var database = OpenDatabase.forReading(request)) {
            return new HistoryOutcome(
                    database.target(), database.migrations().history().entries());
        }
    }
}
