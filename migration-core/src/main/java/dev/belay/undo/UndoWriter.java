package dev.belay.undo;

import dev.belay.difference.Draft;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.PreparedScript;
import dev.belay.parse.Grammar;
import dev.belay.script.StatementKind;
import dev.belay.undo.Trial.Verdict;
import java.util.List;

/** Writes one undo script, in the way that turns out best when it is tried. */
public final class UndoWriter {

    private final PreparedScript up;
    private final List<StatementKind> kinds;
    private final InsertedRows inserted;
    private final Drafting drafting;
    private final TrialRun trials;

    /**
     * @param session into a database where the versioned script has just run
     * @param up the versioned script
     * @param kinds what its statements do
     * @param inserted the rows that were there before
     * @param before the schema before it
     * @param after the schema after it
     */
    UndoWriter(
            ScratchSession session,
            PreparedScript up,
            List<StatementKind> kinds,
            InsertedRows inserted,
            SchemaState before,
            SchemaState after) {
        this.up = up;
        this.kinds = kinds;
        this.inserted = inserted;
        this.drafting = new Drafting(session, up.statements(), kinds, before, after);
        this.trials = new TrialRun(session, up, before, after);
    }

    private record Tried(Draft draft, Trial trial) {

        Tried orBetter(Tried other) {
            return other.trial.verdict().compareTo(trial.verdict()) < 0 ? other : this;
        }

        /** A database that is not where it was says nothing about another attempt. */
        boolean leavesRoom() {
            return !trial.isGood() && trial.unchanged();
        }
    }

    /**
     * Writes the undo script of one that brings no rows, and tries it: down, compared, up again. In a transaction where
     * that can be, else on the database itself, which is as it was afterwards unless the trial says otherwise.
     *
     * @param session into a database where the versioned script has just run
     * @param up the versioned script
     * @param before the schema before it
     * @param after the schema after it
     */
    public static UndoScript write(ScratchSession session, PreparedScript up, SchemaState before, SchemaState after) {
        List<StatementKind> kinds =
                up.statements().stream().map(Grammar::kindOf).toList();
        return new UndoWriter(session, up, kinds, InsertedRows.before(session, List.of()), before, after).write();
    }

    UndoScript write() {
        Tried best = tried(drafting.withRenames());
        if (best.leavesRoom() && drafting.renames()) {
            best = best.orBetter(tried(drafting.comparison()));
        }
        if (best.leavesRoom() && best.trial().verdict() == Verdict.NOT_UP_AGAIN) {
            best = best.orBetter(
                    tried(new Draft(inserted.deleted()).and(best.draft().sql())));
        }
        var remarks = new Remarks(up.file().name().fileName(), kinds, trials.before(), trials.after(), best.trial());
        return new UndoText(up, best.draft(), best.trial(), remarks.sentences()).script();
    }

    private Tried tried(Draft draft) {
        return new Tried(draft, trials.of(draft.statements()));
    }
}
