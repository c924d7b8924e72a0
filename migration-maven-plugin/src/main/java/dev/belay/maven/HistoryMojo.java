package dev.belay.maven;

import dev.belay.command.History;
import dev.belay.outcome.HistoryOutcome;
import dev.belay.outcome.RunsOutcome;
import dev.belay.report.HistoryText;
import dev.belay.report.RunsText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Shows every migration with its state: applied, pending, undone, failed, missing, out of order, changed. */
@Mojo(name = "history", requiresProject = false, threadSafe = true)
public final class HistoryMojo extends DatabaseMojo {

    /** Shows the runs of Belay instead: when, who, from which commit, by which plan, what happened, what was forced. */
    // read by DeclaredConfiguration
    @Parameter(property = "db.runs", defaultValue = "false")
    @SuppressWarnings("unused")
    private String runs;

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        if (Choice.truth("db.runs", new DeclaredConfiguration(goal).value("runs"))) {
            RunsOutcome past = History.runs(database(goal, scripts).orElseThrow());
            return GoalResult.of(past, RunsText.lines(past, style()));
        }
        HistoryOutcome outcome = History.run(database(goal, scripts).orElseThrow());
        return GoalResult.of(outcome, HistoryText.lines(outcome, style()));
    }
}
