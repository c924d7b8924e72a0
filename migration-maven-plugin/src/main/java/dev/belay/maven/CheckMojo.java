package dev.belay.maven;

import dev.belay.analysis.RuleSettings;
import dev.belay.command.Check;
import dev.belay.command.CheckRequest;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.command.Current;
import dev.belay.command.DatabaseRequest;
import dev.belay.finding.FailOn;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.report.CheckText;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Looks at the pending migrations for what is dangerous, and fails the build when it finds something. Needs no database;
 * without one, pending is what is new against {@code db.base}.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, requiresProject = false, threadSafe = true)
public final class CheckMojo extends DatabaseMojo {

    /**
     * The git ref to compare with; by default the pull request's base branch where the CI names it, else the remote's
     * default branch.
     */
    @Parameter(property = "db.base")
    private String base;

    /** The lowest severity that fails the build: low, medium, high or never. */
    @Parameter(property = "db.failOn", defaultValue = "high")
    private String failOn;

    /** For a rule's name: off, low, medium or high; typed as {@code -Ddb.rules.name=off}. */
    @Parameter
    private Map<String, String> rules;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        RuleSettings settings = RuleSettings.parse(typed.family("db.rules.", rules), typed.text("db.failOn", failOn));
        CheckOutcome outcome = Check.run(new CheckRequest(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                typed.text("db.base", base),
                System.getenv(),
                settings,
                database(goal, scripts).map(CheckMojo::pendingOn)));
        var result = GoalResult.of(outcome, new CheckText(settings.failOn(), style()).lines(outcome));
        return outcome.fails(settings.failOn()) ? result.failing(verdict(outcome, settings.failOn())) : result;
    }

    private static PendingOnTarget pendingOn(DatabaseRequest database) {
        CurrentOutcome current = Current.run(database);
        return new PendingOnTarget(
                current.target().database() + " at " + current.target().server(), Set.copyOf(current.pending()));
    }

    private static String verdict(CheckOutcome outcome, FailOn failOn) {
        long count = outcome.findings().stream()
                .filter(finding -> outcome.failsOn(finding, failOn))
                .count();
        return (count == 1 ? "1 finding fails" : count + " findings fail") + " the check (db.failOn=" + failOn
                + "); no database was touched.\n"
                + "Next: correct the scripts as said above, or set the rule's severity: -Ddb.rules.<rule>=low";
    }
}
