package dev.belay.maven;

import dev.belay.analysis.RuleSettings;
import dev.belay.command.Check;
import dev.belay.command.CheckRequest;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.command.Current;
import dev.belay.finding.FailOn;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.report.CheckText;
import java.util.Map;
import java.util.Optional;
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

    /** Where pending scripts are tried: {@code embedded}, or {@code none} to judge them by their text alone. */
    @Parameter(property = "db.scratch", defaultValue = "embedded")
    private String scratch;

    /** A file of SQL that is run first on the scratch database: roles, extensions, a base schema made elsewhere. */
    @Parameter(property = "db.scratch.init")
    private String scratchInit;

    /**
     * Runs the scripts as a superuser of the scratch server. They may then do anything to the machine that it runs on, as
     * the user that it runs as.
     */
    @Parameter(property = "db.scratch.superuser", defaultValue = "false")
    private boolean scratchSuperuser;

    /** How many seconds one statement may take on the scratch server. */
    @Parameter(property = "db.scratch.timeout", defaultValue = "30")
    private int scratchTimeout;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        RuleSettings settings = RuleSettings.parse(typed.family("db.rules.", rules), typed.text("db.failOn", failOn));
        Optional<CurrentOutcome> current = database(goal, scripts).map(Current::run);
        int major =
                scratchMajor(goal).or(() -> current.map(CheckMojo::majorOf)).orElse(ConnectionParameters.DEFAULT_MAJOR);
        CheckOutcome outcome = Check.run(new CheckRequest(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                typed.text("db.base", base),
                System.getenv(),
                settings,
                major,
                scratch(typed).request(goal, major, binaries(goal), progress(goal)),
                current.map(CheckMojo::pendingOn)));
        var result = GoalResult.of(outcome, new CheckText(settings.failOn(), style()).lines(outcome));
        return outcome.fails(settings.failOn()) ? result.failing(verdict(outcome, settings.failOn())) : result;
    }

    private ScratchParameters scratch(TypedParameters typed) {
        return new ScratchParameters(
                typed.text("db.scratch", scratch).orElse("embedded"),
                typed.text("db.scratch.init", scratchInit),
                scratchSuperuser,
                scratchTimeout);
    }

    private static int majorOf(CurrentOutcome current) {
        return Integer.parseInt(current.target().serverVersion().split("\\D", 2)[0]);
    }

    private static PendingOnTarget pendingOn(CurrentOutcome current) {
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
