package dev.belay.maven;

import dev.belay.analysis.ScratchRequest;
import dev.belay.command.Current;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.TestScripts;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.report.TestJunit;
import dev.belay.report.TestText;
import dev.belay.script.Version;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Tests undo scripts: each pending script is applied on a scratch database, undone and applied again, and the schema
 * compared; rows that files in {@code db/seed} insert must survive. Then all are undone and applied once more. Needs no
 * database; without one, pending is what is new against {@code db.base}.
 */
@Mojo(name = "test", defaultPhase = LifecyclePhase.INTEGRATION_TEST, requiresProject = false, threadSafe = true)
public final class TestMojo extends ScratchMojo {

    private static final String LATEST = "latest";

    /** Tests all scripts, not only the pending ones. */
    // read by DeclaredConfiguration, to which a value that is no truth value is not the same as none
    @Parameter(property = "db.all", defaultValue = "false")
    @SuppressWarnings("unused")
    private String all;

    /** The lowest version to test, pending or not. */
    @Parameter(property = "db.from")
    private String from;

    /** The highest version to test, pending or not; {@code latest} for no such bound. */
    @Parameter(property = "db.target")
    private String target;

    /**
     * The git ref to compare with; by default the pull request's base branch where the CI names it, else the remote's
     * default branch.
     */
    @Parameter(property = "db.base")
    private String base;

    /**
     * What fails the build, separated by commas: {@code differs}, {@code undo-fails}, {@code not-again}, {@code no-undo},
     * {@code up-fails}, {@code rows-lost}, {@code chain}, {@code column-order}; or {@code never}. By default everything
     * but the order of columns.
     */
    @Parameter(property = "db.test.failOn")
    private String testFailOn;

    @Override
    boolean needsScripts(Goal goal) {
        return true;
    }

    @Override
    GoalResult run(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        Set<TestFlaw> failOn =
                typed.text("db.test.failOn", testFailOn).map(TestFlaw::parse).orElse(TestFlaw.DEFAULT);
        Optional<DatabaseRequest> database = database(goal, scripts);
        Optional<CurrentOutcome> current = database.map(Current::run);
        TestOutcome outcome = TestScripts.run(new TestScripts.Request(
                goal.baseDirectory(),
                scripts.project(),
                scripts.locations().directories(),
                choice(goal, typed, current),
                where(goal, typed, scripts, database, current),
                seeds(goal, scripts),
                progress(goal)));
        var result = GoalResult.of(outcome, TestText.lines(outcome, failOn, style()))
                .with(folder -> TestJunit.write(folder, outcome, failOn));
        Set<TestFlaw> failing = outcome.failing(failOn);
        return failing.isEmpty() ? result : result.failing(verdict(failing));
    }

    private ScratchRequest where(
            Goal goal,
            TypedParameters typed,
            ProjectScripts scripts,
            Optional<DatabaseRequest> database,
            Optional<CurrentOutcome> current) {
        int major =
                scratchMajor(goal).or(() -> current.map(TestMojo::majorOf)).orElse(ConnectionParameters.DEFAULT_MAJOR);
        return scratch(goal, typed)
                .request(goal, major, scripts.project(), database, binaries(goal), progress(goal))
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "db.scratch is none, and undo scripts can only be tested by running them.",
                        "Leave it out, or name a server: -Ddb.scratch=embedded")));
    }

    private TestScripts.Choice choice(Goal goal, TypedParameters typed, Optional<CurrentOutcome> current) {
        Optional<Version> lowest = typed.text("db.from", from).map(value -> version("db.from", value));
        Optional<Version> highest = typed.text("db.target", target)
                .filter(value -> !value.equalsIgnoreCase(LATEST))
                .map(value -> version("db.target", value));
        boolean everything = Choice.truth("db.all", new DeclaredConfiguration(goal).value("all"));
        if (everything || lowest.isPresent() || highest.isPresent()) {
            return new TestScripts.Choice.Range(lowest, highest);
        }
        return current.<TestScripts.Choice>map(it -> new TestScripts.Choice.PendingOn(
                        it.target().database() + " at " + it.target().server(), Set.copyOf(it.pending())))
                .orElseGet(() -> new TestScripts.Choice.Pending(typed.text("db.base", base), System.getenv()));
    }

    private static Version version(String property, String value) {
        return Version.parse(value)
                .orElseThrow(() -> new RefusalException(
                        Problem.of(property + " is no version: " + value, "Give a version such as 12 or 3.1.")));
    }

    private static int majorOf(CurrentOutcome current) {
        return Integer.parseInt(current.target().serverVersion().split("\\D", 2)[0]);
    }

    private static String verdict(Set<TestFlaw> failing) {
        String names = failing.stream().map(TestFlaw::toString).collect(Collectors.joining(", "));
        return "The undo scripts do not pass the test: " + names + " (db.test.failOn). No database was touched.\n"
                + "Next: correct the scripts as said above, or say what may be: -Ddb.test.failOn=undo-fails,no-undo";
    }
}
