package dev.belay.undo;

import dev.belay.migrate.PreparedScript;
import dev.belay.parse.Grammar;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;

/** Writes one undo script, in the way that turns out best when it is tried. */
final class UndoWriter {

    private final PreparedScript up;
    private final List<StatementKind> kinds;
    private final Drafting drafting;
    private final TrialRun trials;

    /**
     * @param session into a database where the versioned script has just run
     * @param up the versioned script
     * @param before the schema before it
     * @param after the schema after it
     */
    UndoWriter(ScratchSession session, PreparedScript up, SchemaState before, SchemaState after) {
        this.up = up;
        this.kinds = up.statements().stream().map(Grammar::kindOf).toList();
        this.drafting = new Drafting(session, kinds, before, after);
        this.trials = new TrialRun(session, up, before, after);
    }

    private record Tried(Draft draft, Trial trial) {

        Tried orBetter(Tried other) {
            return other.trial.verdict().compareTo(trial.verdict()) < 0 ? other : this;
        }
    }

    UndoScript write() {
        Tried best = tried(drafting.withRenames());
        if (!best.trial().isGood() && best.trial().unchanged() && drafting.renames()) {
            best = best.orBetter(tried(drafting.comparison()));
        }
        List<Statement> statements = best.draft().statements();
        return new UndoText(up, kinds, best.draft(), statements, best.trial(), trials.before(), trials.after()).script();
    }

    private Tried tried(Draft draft) {
        return new Tried(draft, trials.of(draft.statements()));
    }
}
