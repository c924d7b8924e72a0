package dev.belay.maven;

import dev.belay.command.Validate;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
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

    /** How many seconds all foreign keys together, and each assertion, may take. */
    @Parameter(property = "db.timeout", defaultValue = "300")
    private int timeout;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        if (timeout < 1) {
            throw new RefusalException(Problem.of(
                    "db.timeout is " + timeout + ": a query needs some time.",
                    "Give a number of seconds, such as 300."));
        }
        quietComparison();
        var typed = new TypedParameters(goal);
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
                Duration.ofSeconds(timeout),
                goal.reports()));
        var result = GoalResult.of(outcome, ValidateText.lines(outcome, style()));
        return outcome.valid()
                ? result
                : result.failing(outcome.target().database() + " is not what it should be; nothing was changed.\n"
                        + "Next: bring what was changed by hand into a script, or take it back; the differences are above"
                        + (outcome.driftSql().isEmpty() ? "" : ", with the SQL for either"));
    }
}
