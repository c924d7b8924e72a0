package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.sql.SQLException;

/** A history that says that a script failed half-way lets nothing run until someone has looked. */
final class FailedRows {

    private FailedRows() {}

    /** Forgets that a script failed which has left nothing. */
    static void remove(Connection connection, String historyTable, String script) throws SQLException {
        try (var delete =
                connection.prepareStatement("DELETE FROM " + historyTable + " WHERE NOT success AND script = ?")) {
            delete.setString(1, script);
            delete.executeUpdate();
        }
    }

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
