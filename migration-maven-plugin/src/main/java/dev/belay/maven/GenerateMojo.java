package dev.belay.maven;

import dev.belay.analysis.RuleSettings;
import dev.belay.command.Generate;
import dev.belay.generate.Hint;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.report.GenerateText;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the scripts that take the schema of the project's scripts to the wanted one, with their undo scripts, and tries
 * them on a scratch database before they are written. Overwrites nothing, and touches no other database.
 */
@Mojo(name = "generate", requiresProject = false, threadSafe = true)
public final class GenerateMojo extends ScratchMojo {

    /**
     * The wanted schema: files or folders of SQL, with commas between several, or {@code jpa} for the project's entities
     * ({@code jpa:name} for one of several persistence units).
     */
    @Parameter(property = "db.wanted")
    private String wanted;

    /** What has got another name: {@code users.name:users.full_name,old_table:new_table}. */
    @Parameter(property = "db.renames")
    private String renames;

    /** Also writes what loses rows, columns or values; without it, that stands in the script as a comment. */
    @Parameter(property = "db.destructive", defaultValue = "false")
    @SuppressWarnings("unused") // read by DeclaredConfiguration, as dryRun
    private String destructive;

    /** What the scripts do, in a few words; by default {@code generated}. Typed only. */
    @Parameter(property = "db.name")
    @SuppressWarnings("unused") // read by TypedParameters.typedOnly: a POM's property of that name means something else
    private String name;

    /**
     * The git ref whose versions are taken, too; by default the pull request's base branch where the CI names it, else
     * the remote's default branch.
     */
    @Parameter(property = "db.base")
    private String base;

    /** For a rule of the check: off, low, medium or high; typed as {@code -Ddb.rules.name=off}. */
    @Parameter
    private Map<String, String> rules;

    /** Only shows the scripts. */
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused") // read by DeclaredConfiguration, to which no truth value is not the same as none
    private String dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return !goal.hasPom() || ProjectScripts.arePresent(goal);
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts found) {
        quietComparison();
        var typed = new TypedParameters(goal);
        var declared = new DeclaredConfiguration(goal);
        ProjectScripts scripts = found.inSources();
        int major = scratchMajor(goal).orElse(ConnectionParameters.DEFAULT_MAJOR);
        try (WantedSchema schema =
                WantedSchema.of(goal, scripts, typed.text("db.wanted", wanted), () -> projectClassPath(goal))) {
            GenerateOutcome outcome = Generate.run(new Generate.Request(
                    goal.baseDirectory(),
                    scripts.project(),
                    scripts.locations().directories(),
                    firstFolder(goal, scripts),
                    schema.wanted(),
                    typed.text("db.renames", renames).map(Hint::parse).orElse(List.of()),
                    Choice.truth("db.destructive", declared.value("destructive")),
                    RenameQuestion.of(goal),
                    typed.typedOnly("db.name").orElse("generated"),
                    scratch(goal, typed)
                            .request(goal, major, scripts.project(), Optional.empty(), binaries(goal), progress(goal))
                            .orElseThrow(() -> new RefusalException(Problem.of(
                                    "db.scratch is none, and both schemas are made on a scratch server. No file was made.",
                                    "Leave out db.scratch, or name a server or an image."))),
                    RuleSettings.parse(typed.family("db.rules.", rules), Optional.empty()),
                    major,
                    typed.text("db.base", base),
                    System.getenv(),
                    LocalDateTime.now(ZoneOffset.UTC),
                    Choice.truth("db.dryRun", declared.value("dryRun"))));
            return GoalResult.of(outcome, GenerateText.lines(outcome, style()));
        }
    }
}
