package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.HistoryEntry;
import dev.belay.script.Version;

/** Goal {@code current}: where the database stands. */
public final class Current {

    private Current() {}

    /**
     * Looks.
     *
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached
     */
    public static CurrentOutcome run(DatabaseRequest request) {
        request.project().requireSound();
        try (var database = OpenDatabase.forReading(request)) {
            HistoryState history = database.migrations().history();
            return new CurrentOutcome(
                    database.target(),
                    history.current().map(Version::toString),
                    history.currentEntry().map(HistoryEntry::description),
                    history.pending().stream().map(HistoryEntry::script).toList(),
                    history.ignored().stream().map(HistoryEntry::script).toList(),
                    history.failed().stream().map(HistoryEntry::script).toList(),
                    database.migrations().pastRuns().last());
        }
    }
}
