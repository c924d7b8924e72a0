package dev.belay.maven;

import dev.belay.command.Stamp;
import dev.belay.command.Targets;
import dev.belay.git.HeadCommit;
import dev.belay.migrate.StampTarget;
import dev.belay.outcome.StampOutcome;
import dev.belay.report.StampText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Records a version in the history without running its scripts: for a database that was made without Flyway, or that was
 * put right by hand. The live schema is compared before with what the scripts up to that version make on a scratch
 * database; when it is another, nothing is recorded unless {@code db.force} says so.
 */
@Mojo(name = "stamp", requiresProject = false, threadSafe = true)
public final class StampMojo extends ScratchMojo {

    /** What the history is to say: a version, {@code latest}, or {@code base} for none. Typed only. */
    // read by TypedParameters.typedOnly: a POM's property of that name is a downgrade's target
    @Parameter(property = "db.target")
    @SuppressWarnings("unused")
    private String target;

    /** Records it although the schema is another, or was not compared. Typed only. */
    // as target, and read by Choice: a value that is no truth value is not the same as none
    @Parameter(property = "db.force", defaultValue = "false")
    @SuppressWarnings("unused")
    private String force;

    /** Only shows what would be recorded. */
    // read by DeclaredConfiguration, as force
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused")
    private String dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        quietComparison();
        var typed = new TypedParameters(goal);
        StampTarget wanted = Targets.stamp(typed.typedOnly("db.target"));
        ScratchParameters scratch = scratch(goal, typed).ofScripts();
        var database = database(goal, scripts).orElseThrow();
        StampOutcome outcome = Stamp.run(new Stamp.Request(
                database,
                HeadCommit.of(goal.baseDirectory()),
                wanted,
                major -> scratch.request(
                        goal,
                        scratchMajor(goal).orElse(major),
                        scripts.project(),
                        Optional.of(database),
                        binaries(goal),
                        progress(goal)),
                goal.reports(),
                Choice.truth("db.force", typed.typedOnly("db.force")),
                Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun"))));
        return GoalResult.of(outcome, StampText.lines(outcome, style()));
    }
}
