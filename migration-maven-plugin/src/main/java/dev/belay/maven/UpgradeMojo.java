package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.Targets;
import dev.belay.command.Upgrade;
import dev.belay.migrate.PreviewGoal;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.Direction;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.report.RunText;
import dev.belay.report.UpgradeText;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Applies pending migrations. Bound to a phase it works on the embedded database only, unless its own execution
 * configures {@code url}.
 */
@Mojo(name = "upgrade", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class UpgradeMojo extends PlannedMojo {

    /** How far: a version, {@code latest}, or {@code +N} for the next N. */
    @Parameter(property = "db.target", defaultValue = "latest")
    private String target;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        UpTarget up = Targets.up(new TypedParameters(goal).text("db.target", target));
        DatabaseRequest database = database(goal, scripts).orElseThrow();
        if (isDryRun(goal)) {
            return preview(goal, scripts, database, new PreviewGoal.Up(up));
        }
        UpgradeOutcome outcome = Upgrade.run(new Upgrade.Request(
                database, up, safeguards(goal, scripts, database).with(reviewed(goal, Direction.UP))));
        return GoalResult.of(
                outcome,
                goal.witness()
                        .report()
                        .map(report -> RunText.closing(report, style()))
                        .orElseGet(() -> UpgradeText.lines(outcome, style())));
    }
}
