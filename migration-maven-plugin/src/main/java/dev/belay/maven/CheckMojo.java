package dev.belay.maven;

import dev.belay.analysis.ApplicationQueries;
import dev.belay.analysis.RuleInfos;
import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.TableSizes;
import dev.belay.command.Check;
import dev.belay.command.CheckRequest;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.command.Current;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.TargetFacts;
import dev.belay.finding.FailOn;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.report.CheckReport;
import dev.belay.report.CheckText;
import java.nio.file.Files;
import java.nio.file.Path;
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
public final class CheckMojo extends ScratchMojo {

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

    /**
     * The queries of the running application: files of SQL, or {@code pg_stat_statements} to read them from the database
     * that {@code db.url} names. One that works before the pending scripts, and fails after them, is a finding.
     */
    @Parameter(property = "db.queries")
    private String queries;

    /** A file that says how large the tables are, where no database is named that could be asked. */
    @Parameter(property = "db.statistics")
    private String statistics;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        RuleSettings settings = RuleSettings.parse(typed.family("db.rules.", rules), typed.text("db.failOn", failOn));
        Optional<DatabaseRequest> target = database(goal, scripts);
        Optional<CurrentOutcome> current = target.map(Current::run);
        int major =
                scratchMajor(goal).or(() -> current.map(CheckMojo::majorOf)).orElse(ConnectionParameters.DEFAULT_MAJOR);
        Optional<String> asked = typed.text("db.queries", queries);
        boolean fromTarget = asked.filter(ApplicationQueries::isStatStatements).isPresent();
        if (fromTarget && target.isEmpty()) {
            throw new RefusalException(Problem.of(
                    "db.queries is pg_stat_statements, and no database is named to read them from.",
                    "Name it with db.url, or give files of SQL."));
        }
        Optional<TargetFacts> facts = target.map(it -> TargetFacts.read(it, fromTarget));
        CheckOutcome outcome = Check.run(new CheckRequest(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                typed.text("db.base", base),
                System.getenv(),
                settings,
                major,
                scratch(goal, typed).request(goal, major, scripts.project(), target, binaries(goal), progress(goal)),
                facts.map(TargetFacts::sizes).orElseGet(() -> sizes(goal, typed, scripts)),
                facts.flatMap(TargetFacts::queries)
                        .or(() -> asked.filter(value -> !fromTarget)
                                .map(value -> ApplicationQueries.ofFiles(goal.baseDirectory(), value))),
                current.map(CheckMojo::pendingOn)));
        var report = new CheckReport(outcome, RuleInfos.all(), settings.failOn(), repository(goal));
        var result = GoalResult.of(report, new CheckText(settings.failOn(), style()).lines(outcome));
        return outcome.fails(settings.failOn()) ? result.failing(verdict(outcome, settings.failOn())) : result;
    }

    /** {@return the folder from which a code host knows files: that of the git repository, else the build's} */
    private static Path repository(Goal goal) {
        Path folder = goal.baseDirectory().toAbsolutePath().normalize();
        for (Path each = folder; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return each;
            }
        }
        return folder;
    }

    private TableSizes sizes(Goal goal, TypedParameters typed, ProjectScripts scripts) {
        return typed.text("db.statistics", statistics)
                .map(file -> TableSizes.of(
                        goal.baseDirectory().resolve(file), scripts.project().defaultSchema()))
                .orElse(TableSizes.UNKNOWN);
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
