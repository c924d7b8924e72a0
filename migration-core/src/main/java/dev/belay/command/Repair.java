package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.RepairOutcome;
import java.util.List;
import java.util.stream.Stream;

/** Goal {@code repair}: Flyway's repair of the history, shown first, and done when that is confirmed. */
public final class Repair {

    private Repair() {}

    /**
     * @param database the database
     * @param confirmed whether to do it; else it is only shown
     */
    public record Request(DatabaseRequest database, boolean confirmed) {}

    /**
     * Repairs, or shows what a repair would change: rows of the history only, never an object of the schema.
     *
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached
     */
    public static RepairOutcome run(Request request) {
        request.database().project().requireSound();
        if (!request.confirmed()) {
            try (var database = OpenDatabase.forReading(request.database())) {
                return new RepairOutcome(database.target(), found(database), List.of(), false);
            }
        }
        try (var database = OpenDatabase.forWriting(request.database())) {
            List<String> found = found(database);
            return new RepairOutcome(
                    database.target(), found, database.migrations().repair(), true);
        }
    }

    private static List<String> found(OpenDatabase database) {
        HistoryState history = database.migrations().history();
        return Stream.concat(
                        history.failed().stream().map(Repair::failed),
                        database.migrations().disagreements().stream()
                                .filter(line -> !line.endsWith("failed half-way")
                                        && !line.endsWith("not applied, and a later version is")))
                .toList();
    }

    private static String failed(HistoryEntry entry) {
        return entry.script() + ": its row says that it failed half-way";
    }
}
