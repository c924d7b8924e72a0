package dev.belay.maven;

import dev.belay.command.Renumber;
import dev.belay.outcome.RenumberOutcome;
import dev.belay.report.RenumberText;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Moves the branch's own scripts behind those that the base branch has gained meanwhile, with undo scripts and
 * {@code .conf} files. Refuses for what the named database, or the project's embedded one, has applied.
 */
@Mojo(name = "renumber", requiresProject = false, threadSafe = true)
public final class RenumberMojo extends DatabaseMojo {

    /**
     * The git ref to compare with; by default the pull request's base branch where the CI names it, else the remote's
     * default branch.
     */
    @Parameter(property = "db.base")
    private String base;

    /** Only shows what would move. */
    // read by DeclaredConfiguration, to which a value that is no truth value is not the same as none
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused")
    private String dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts found) {
        ProjectScripts scripts = found.inSources();
        RenumberOutcome outcome = Renumber.run(new Renumber.Request(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                new TypedParameters(goal).text("db.base", base),
                System.getenv(),
                () -> knownDatabases(goal, scripts.project()),
                LocalDateTime.now(ZoneOffset.UTC),
                Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun"))));
        return GoalResult.of(outcome, RenumberText.lines(outcome, style()));
    }
}
