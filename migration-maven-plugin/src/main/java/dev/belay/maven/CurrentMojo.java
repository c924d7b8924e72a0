package dev.belay.maven;

import dev.belay.command.Current;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.report.CurrentText;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows the version that the database is at, what is pending, and the last run. */
@Mojo(name = "current", requiresProject = false, threadSafe = true)
public final class CurrentMojo extends DatabaseMojo {

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        CurrentOutcome outcome = Current.run(database(goal, scripts).orElseThrow());
        return GoalResult.of(outcome, CurrentText.lines(outcome, style()));
    }
}
