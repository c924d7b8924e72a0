package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.ReviewedPlan;
import dev.belay.command.Targets;
import dev.belay.command.Upgrade;
import dev.belay.migrate.PreviewGoal;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.report.RunText;
import dev.belay.report.UpgradeText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Applies pending migrations. Bound to a phase it works on the embedded database only, unless its own execution
 * configures {@code url}.
 */
@Mojo(name = "upgrade", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class UpgradeMojo extends SafeguardsMojo {

    /** How far: a version, {@code latest}, or {@code +N} for the next N. */
    @Parameter(property = "db.target", defaultValue = "latest")
    private String target;

    /** Runs exactly this plan, as {@code db:preview} has written it, or refuses and says what has moved. */
    @Parameter(property = "db.plan")
    private String plan;

    /** Does as {@code db:preview}: writes what it would run, and changes nothing. */
    @Parameter(property = "db.dryRun", defaultValue = "false")
    private boolean dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        UpTarget up = Targets.up(typed.text("db.target", target));
        DatabaseRequest database = database(goal, scripts).orElseThrow();
        if (dryRun) {
            return preview(goal, scripts, database, new PreviewGoal.Up(up));
        }
        Optional<ReviewedPlan> reviewed = typed.text("db.plan", plan)
                .map(file -> ReviewedPlan.read(goal.baseDirectory().resolve(file)));
        UpgradeOutcome outcome = Upgrade.run(new Upgrade.Request(
                database, up, safeguards(goal, scripts, database).with(reviewed)));
        return GoalResult.of(
                outcome,
                goal.witness()
                        .report()
                        .map(report -> RunText.closing(report, style()))
                        .orElseGet(() -> UpgradeText.lines(outcome, style())));
    }
}
