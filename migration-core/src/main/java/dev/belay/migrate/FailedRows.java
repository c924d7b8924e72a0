package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;

/** A history that says that a script failed half-way lets nothing run until someone has looked. */
final class FailedRows {

    private FailedRows() {}

    /**
     * Refuses to go on over a failed row.
     *
     * @param historyTable quoted and qualified
     * @throws RefusalException naming every failed script, and how to go on
     */
    static void refuse(HistoryState history, String historyTable) {
        refuseWith(
                history,
                "undo by hand what that attempt left behind, then remove the row with  DELETE FROM " + historyTable
                        + " WHERE NOT success;");
    }

    /**
     * Refuses to write beside a failed row.
     *
     * @throws RefusalException naming every failed script, and the repair
     */
    static void refuseUntilRepaired(HistoryState history) {
        refuseWith(
                history,
                "undo by hand what that attempt left behind, or complete it; then take the row away:"
                        + "  mvn db:repair -Ddb.force=true");
    }

    private static void refuseWith(HistoryState history, String next) {
        if (history.failed().isEmpty()) {
            return;
        }
        throw new RefusalException(Problem.of("an earlier attempt failed half-way, and the history still says so", next)
                .withDetails(history.failed().stream()
                        .map(entry -> entry.script() + ": failed"
                                + entry.installedOn().map(at -> " on " + at).orElse(""))
                        .toList())
                .withState("The database is unchanged by this run."));
    }
}
