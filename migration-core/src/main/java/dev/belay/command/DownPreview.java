package dev.belay.command;

import dev.belay.finding.Finding;
import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.PreviewGoal;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.rehearsal.DownRehearsal;
import dev.belay.rehearsal.Rehearsal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a preview of a downgrade shows beside its SQL.
 *
 * @param applied what the database has applied
 * @param down what would be taken back
 */
record DownPreview(DatabaseRequest request, OpenDatabase database, AppliedProject applied, DownTarget.Exactly down) {

    static DownPreview of(DatabaseRequest request, OpenDatabase database, PreviewGoal.Down goal) {
        return new DownPreview(
                request,
                database,
                database.migrations().asApplied(Optional.empty()),
                database.migrations().plan(goal.target()).exactly());
    }

    /**
     * {@return what a check says of the undo scripts}
     *
     * @param asked the check as of an upgrade
     * @param warnings hears what would go for good
     */
    List<Finding> findings(CheckRequest asked, List<String> warnings) {
        Check.Looked looked = Check.look(asked.undoing(new CheckRequest.Undoing(applied, down)));
        try (Connection eyes = eyes()) {
            var count = new LossCount(eyes);
            looked.seen()
                    .map(seen -> count.of(
                            seen.gone().orElseThrow(),
                            new RowTakers(eyes, new UndoingScripts(applied.project(), down)).in(seen.trace()),
                            Optional.empty(),
                            "a scratch database with the same history"))
                    .filter(loss -> !loss.none())
                    .ifPresent(loss -> warnings.addAll(loss.report()));
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
        return looked.outcome().findings();
    }

    /** {@return what is done on a copy} */
    Function<Rehearsal.Copy, Rehearsal.Result> rehearsal(Safeguards guards, List<String> warnings) {
        var requests = new DownRequests(guards, down, applied);
        return copy -> DownRehearsal.run(copy, requests.of(database, warnings)).shown();
    }

    private Connection eyes() {
        return new Sessions(request.progress()).open(request.connection(), database.run(), SessionRole.READ);
    }
}
