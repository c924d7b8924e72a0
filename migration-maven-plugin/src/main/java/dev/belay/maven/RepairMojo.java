package dev.belay.maven;

import dev.belay.command.Repair;
import dev.belay.git.HeadCommit;
import dev.belay.outcome.RepairOutcome;
import dev.belay.report.RepairText;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows what Flyway's repair would change in the history, and does it when {@code db.force} confirms that: rows of failed
 * scripts go, changed checksums become those of the files, rows of missing scripts are marked as deleted. What it did to
 * each row is in the journal.
 */
@Mojo(name = "repair", requiresProject = false, threadSafe = true)
public final class RepairMojo extends DatabaseMojo {

    /** Does what is shown without it. Typed only. */
    // as of StampMojo: a POM that forces upgrades does not mean a repair
    @Parameter(property = "db.force", defaultValue = "false")
    @SuppressWarnings("unused")
    private String force;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        RepairOutcome outcome = Repair.run(new Repair.Request(
                database(goal, scripts).orElseThrow(),
                HeadCommit.of(goal.baseDirectory()),
                Choice.truth("db.force", typed.typedOnly("db.force"))));
        return GoalResult.of(outcome, RepairText.lines(outcome, style()));
    }
}
