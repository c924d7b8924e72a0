package dev.belay.maven;

import dev.belay.analysis.ScratchRequest;
import dev.belay.command.WriteUndo;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.UndoOutcome;
import dev.belay.report.UndoText;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the undo scripts that are missing, from the schema before and after each versioned script, and tries each on a
 * scratch database before it is written. Overwrites nothing, and touches no other database.
 */
@Mojo(name = "undo", requiresProject = false, threadSafe = true)
public final class UndoMojo extends ScratchMojo {

    /** The version whose undo script is wanted; by default all that are missing. Typed only. */
    // read by TypedParameters.typedOnly: a POM's property of that name is a downgrade's target
    @Parameter(property = "db.target")
    @SuppressWarnings("unused")
    private String target;

    /** Only shows the scripts. */
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
        quietComparison();
        var typed = new TypedParameters(goal);
        ProjectScripts scripts = found.inSources();
        int major = scratchMajor(goal).orElse(ConnectionParameters.DEFAULT_MAJOR);
        ScratchRequest scratch = scratch(goal, typed)
                .request(goal, major, scripts.project(), Optional.empty(), binaries(goal), progress(goal))
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "db.scratch is none, and undo scripts are written from what the scripts do to a database. No file"
                                + " was made.",
                        "Leave out db.scratch, or name a server or an image.")));
        UndoOutcome outcome = WriteUndo.run(new WriteUndo.Request(
                scripts.project(),
                scripts.locations().directories(),
                scratch,
                typed.typedOnly("db.target"),
                Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun")),
                progress(goal)));
        return GoalResult.of(outcome, UndoText.lines(outcome, style()));
    }
}
