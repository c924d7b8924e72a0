package dev.belay.undo;

import dev.belay.difference.Draft;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.difference.WorkingOrder;
import dev.belay.migrate.PreparedScript;
import dev.belay.parse.Grammar;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.undo.Trial.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes one undo script, in the way that turns out best when it is tried. */
public final class UndoWriter {

    /** check_violation and unique_violation */
    private static final Set<String> FORBIDDEN_ROWS = Set.of("23514", "23505");

    private static final TrialRun.RowCheck ANY_ROWS = connection -> Optional.empty();

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

        /** They are found by the versioned script when it runs again, or a former CHECK or unique index forbids them. */
        boolean insertedRowsAreInTheWay() {
            return trial.verdict() == Verdict.NOT_UP_AGAIN || rowsAreForbidden();
        }

        boolean rowsAreForbidden() {
            return trial.error()
                    .filter(error -> FORBIDDEN_ROWS.contains(error.state()))
                    .isPresent();
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
        return new UndoWriter(session, up, kinds, InsertedRows.before(session, List.of(), List.of()), before, after)
                .write();
    }

    UndoScript write() {
        Tried best = inOrder(tried(drafting.withRenames(), ANY_ROWS), ANY_ROWS);
        if (best.leavesRoom() && drafting.renames()) {
            best = best.orBetter(inOrder(tried(drafting.comparison(), ANY_ROWS), ANY_ROWS));
        }
        List<String> unnamed = List.of();
        if (best.leavesRoom() && best.insertedRowsAreInTheWay()) {
            InsertedRows.Deletion deletion = inserted.deletion();
            var draft = new Draft(deletion.statements()).and(best.draft().sql());
            best = best.orBetter(inOrder(tried(draft, deletion::flaw), deletion::flaw));
            unnamed = best.rowsAreForbidden() ? deletion.unnamed() : List.of();
        }
        String name = up.file().name().fileName();
        var remarks =
                new ArrayList<>(new Remarks(name, kinds, trials.before(), trials.after(), best.trial()).sentences());
        unnamed.forEach(table -> remarks.add(InsertedRows.unnamed(name, table)));
        inserted.sequences().left(trials.session(), up).ifPresent(remarks::add);
        return new UndoText(up, best.draft(), best.trial(), remarks).script();
    }

    /** {@return what came of the same statements in an order that the server takes, when it refused theirs} */
    private Tried inOrder(Tried tried, TrialRun.RowCheck rows) {
        boolean mayHelp = tried.trial()
                .error()
                .filter(error -> WorkingOrder.mayHelp(error.state()))
                .isPresent();
        if (!tried.leavesRoom() || tried.trial().verdict() != Verdict.FAILS || !mayHelp) {
            return tried;
        }
        if (tried.draft().statements().stream().anyMatch(Statement::autocommitOnly)) {
            return tried; // that cannot be tried and taken back
        }
        try (Connection connection = trials.session().open()) {
            return WorkingOrder.of(tried.draft().sql(), Function.identity(), connection)
                    .map(order -> tried.orBetter(tried(new Draft(order), rows)))
                    .orElse(tried);
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private Tried tried(Draft draft, TrialRun.RowCheck rows) {
        return new Tried(draft, trials.of(draft.statements(), rows));
    }
}
