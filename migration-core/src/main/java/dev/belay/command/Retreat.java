package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.outcome.HistoryEntry;
import dev.belay.rehearsal.Rehearsal;
import java.util.List;
import java.util.Optional;

/** How a run that failed is taken back with scripts. */
interface Retreat {

    /** {@return the planned scripts that this run has done, and that stay} */
    List<HistoryEntry> done(HistoryState history);

    /** {@return why that way cannot be taken; empty when it can} */
    Optional<String> whyNot(HistoryState history, Optional<Rehearsal.Result> rehearsal);

    /**
     * Takes it.
     *
     * @return what was done, for people
     * @throws dev.belay.outcome.BelayException when a script fails
     */
    Taken take(HistoryState history);

    /** {@return {@code undo scripts}} */
    String means();

    /** {@return the goal that finishes what a lost run has begun} */
    String finish();

    /**
     * What was done.
     *
     * @param sentence such as {@code V2__mail.sql, applied in this run, was undone}
     * @param words the same for a report
     */
    record Taken(String sentence, String words) {}
}
