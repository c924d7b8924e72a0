package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.Downgrade;
import dev.belay.command.Targets;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.Direction;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.report.DowngradeText;
import dev.belay.report.RunText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Takes migrations back with their undo scripts. Bound to a phase it works on the embedded database only, unless its own
 * execution configures {@code url}.
 */
@Mojo(
        name = "downgrade",
        defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST,
        requiresProject = false,
        threadSafe = true)
public final class DowngradeMojo extends PlannedMojo {

    /**
     * How far, always to be said: a version, {@code -N} for the last N, or {@code base} for all. Bound to a phase, only
     * the execution's own configuration counts.
     */
    @Parameter(property = "db.target")
    private String target;

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        DownTarget down = Targets.down(target(goal));
        DatabaseRequest database = database(goal, scripts).orElseThrow();
        if (isDryRun(goal)) {
            return preview(goal, scripts, database, new PreviewGoal.Down(down));
        }
        DowngradeOutcome outcome = Downgrade.run(new Downgrade.Request(
                database, down, safeguards(goal, scripts, database).with(reviewed(goal, Direction.DOWN))));
        return GoalResult.of(
                outcome,
                goal.witness()
                        .report()
                        .map(report -> RunText.closing(report, style()))
                        .orElseGet(() -> DowngradeText.lines(outcome, style())));
    }

    /** A target that was typed for another goal, or that all executions share, must not undo anything by itself. */
    private Optional<String> target(Goal goal) {
        if (goal.isTyped()) {
            return new TypedParameters(goal).text("db.target", target);
        }
        return Optional.ofNullable(target).filter(own -> new DeclaredConfiguration(goal).isOwn("target"));
    }
}
