package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.outcome.BelayException;
import java.util.Optional;

/** In what state a history is that a goal was to write to. */
final class HistoryAfter {

    private HistoryAfter() {}

    /**
     * {@return the state of the history behind a failure, for people} The connection may have been lost while the server
     * committed.
     *
     * @param now empty when the database does not answer
     * @param done what the goal does: {@code repaired}
     */
    static String failure(HistoryState before, Optional<HistoryState> now, String done) {
        return now.map(state -> state.entries().equals(before.entries())
                        ? "The history is as it was; nothing was " + done + "."
                        : "The history is another than before:  mvn db:history  shows it.")
                .orElse("It is not known whether anything was " + done + ":  mvn db:history  shows it.");
    }

    /** {@return the same failure, with that state} */
    static BelayException withState(BelayException e, String state) {
        return e.saying(e.problem().withState(state));
    }
}
