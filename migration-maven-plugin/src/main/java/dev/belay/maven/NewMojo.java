package dev.belay.maven;

import dev.belay.command.NewScript;
import dev.belay.outcome.NewScriptOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.report.NewScriptText;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Creates the next script and its undo script, numbered as the project does it: {@code mvn db:new -Ddb.name="add user
 * roles"}. Needs no database, and overwrites nothing.
 */
@Mojo(name = "new", requiresProject = false, threadSafe = true)
public final class NewMojo extends ScriptsMojo {

    /** What the script does, in a few words. Typed only. */
    // this and the next three are read by TypedParameters.typedOnly: a POM's property of that name means something else
    @Parameter(property = "db.name")
    @SuppressWarnings("unused")
    private String name;

    /** The version, when it is not to be the next one of the project's pattern. Typed only. */
    @Parameter(property = "db.version")
    @SuppressWarnings("unused")
    private String version;

    /** Creates a repeatable script, which has no version and no undo script. Typed only. */
    @Parameter(property = "db.repeatable", defaultValue = "false")
    @SuppressWarnings("unused")
    private String repeatable;

    /** Whether an undo script is created, too. Typed only. */
    @Parameter(property = "db.undo", defaultValue = "true")
    @SuppressWarnings("unused")
    private String undo;

    /**
     * The git ref whose versions are taken, too; by default the pull request's base branch where the CI names it, else
     * the remote's default branch.
     */
    @Parameter(property = "db.base")
    private String base;

    /** Only names the files. */
    // read by DeclaredConfiguration, to which a value that is no truth value is not the same as none
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused")
    private String dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return !goal.hasPom() || ProjectScripts.arePresent(goal);
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts found) {
        var typed = new TypedParameters(goal);
        ProjectScripts scripts = found.inSources();
        String words = typed.typedOnly("db.name")
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "db.name is not set: what the script does, in a few words. No file was made.",
                        "mvn db:new -Ddb.name=\"add user roles\"")));
        NewScriptOutcome outcome = NewScript.run(new NewScript.Request(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                firstFolder(goal, scripts),
                words,
                typed.typedOnly("db.version"),
                Choice.truth("db.repeatable", typed.typedOnly("db.repeatable")),
                typed.typedOnly("db.undo").isEmpty() || Choice.truth("db.undo", typed.typedOnly("db.undo")),
                typed.text("db.base", base),
                System.getenv(),
                LocalDateTime.now(ZoneOffset.UTC),
                Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun"))));
        return GoalResult.of(outcome, NewScriptText.lines(outcome, new MavenStyle()));
    }
}
