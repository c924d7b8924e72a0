package dev.belay.maven;

import dev.belay.command.Validate;
import dev.belay.outcome.ValidateOutcome;
import dev.belay.report.ValidateText;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Looks whether a database is what its history says, and holds what it should: history against scripts, the live schema
 * against the replayed one (drift), invalid indexes, constraints that are not validated, foreign keys, the assertions in
 * {@code db/assertions}. Changes nothing.
 */
@Mojo(name = "validate", requiresProject = false, threadSafe = true)
public final class ValidateMojo extends ScratchMojo {

    /** For all foreign keys together, and for each assertion, such as {@code 300s}; 0 for no limit. */
    @Parameter(property = "db.timeout", defaultValue = "300s")
    private String timeout;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        quietComparison();
        var typed = new TypedParameters(goal);
        Duration limit = Amounts.statementTime(
                "db.timeout", typed.text("db.timeout", timeout).orElse("300s"));
        var database = database(goal, scripts).orElseThrow();
        ValidateOutcome outcome = Validate.run(new Validate.Request(
                database,
                major -> scratch(goal, typed)
                        .request(
                                goal,
                                scratchMajor(goal).orElse(major),
                                scripts.project(),
                                Optional.of(database),
                                binaries(goal),
                                progress(goal)),
                assertions(goal, scripts),
                limit,
                goal.reports()));
        var result = GoalResult.of(outcome, ValidateText.lines(outcome, style()));
        return outcome.valid()
                ? result
                : result.failing(outcome.target().database() + " is not what it should be; nothing was changed.\n"
                        + "Next: " + ValidateText.next(outcome));
    }
}
