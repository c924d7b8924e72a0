package dev.belay.maven;

import dev.belay.command.History;
import dev.belay.outcome.HistoryOutcome;
import dev.belay.report.HistoryText;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows every migration with its state: applied, pending, undone, failed, missing, out of order, changed. */
@Mojo(name = "history", requiresProject = false, threadSafe = true)
public final class HistoryMojo extends DatabaseMojo {

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        HistoryOutcome outcome = History.run(database(goal, scripts).orElseThrow());
        return GoalResult.of(outcome, HistoryText.lines(outcome, style()));
    }
}
