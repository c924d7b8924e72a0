package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.outcome.HistoryEntry;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.ObjectId;
import dev.belay.validation.WrittenSince;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a run that failed is taken back with scripts. */
interface Retreat {

    /** {@return the planned scripts that this run has done, and that stay} */
    List<HistoryEntry> done(HistoryState history);

    /** {@return why that way cannot be taken, whatever others have written; empty when it can} */
    Optional<String> whyNot(HistoryState history, Optional<Rehearsal.Result> rehearsal);

    /**
     * {@return what of others' would be lost on it}
     *
     * @param horizon as {@link WrittenSince} has it
     */
    WrittenSince loss(HistoryState history, Rehearsal.Result rehearsal, Optional<String> horizon);

    /**
     * {@return the tables that the way back writes to, of those that were there before the run}
     *
     * @param before how the database was before
     */
    static Set<String> written(Rehearsal.Result rehearsal, Before before) {
        return rehearsal.undoing().written().stream()
                .filter(table -> before.schema().objects().containsKey(new ObjectId("table", table)))
                .collect(Collectors.toSet());
    }

    /** {@return why nobody knows to which rows the way back writes; empty when that is known} */
    static Optional<String> whyUnseen(Rehearsal.Result rehearsal) {
        return rehearsal.undoing().unseen().isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", rehearsal.undoing().unseen())
                        + " may write to rows without a transaction, and nobody would know whose");
    }

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

    /** {@return the goal that takes back what a run has done and left} */
    String back();

    /**
     * What was done.
     *
     * @param sentence such as {@code V2__mail.sql, applied in this run, was undone}
     * @param words the same for a report
     */
    record Taken(String sentence, String words) {}
}
