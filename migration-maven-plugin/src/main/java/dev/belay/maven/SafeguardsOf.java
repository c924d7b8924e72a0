package dev.belay.maven;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.command.CheckRequest;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.ReviewedPlan;
import dev.belay.command.Safeguards;
import dev.belay.command.Safeguards.Checking;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.git.HeadCommit;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.report.RunReports;
import dev.belay.server.ScratchServer;
import dev.belay.validation.AssertionFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * From parameters to the safeguards of one run.
 *
 * @param goal the goal
 * @param scripts the project's
 * @param database the database
 * @param asked the safeguards, as they were asked for
 * @param checks the parameters of the check
 * @param scratch where scripts are tried, given a major version; empty for nowhere
 * @param assertions what must hold of the data
 * @param logs where the run keeps its log and its journal
 * @param reports the files that tell of it
 */
record SafeguardsOf(
        Goal goal,
        ProjectScripts scripts,
        DatabaseRequest database,
        SafeguardParameters asked,
        CheckParameters checks,
        IntFunction<Optional<ScratchRequest>> scratch,
        List<AssertionFile> assertions,
        Path logs,
        RunReports reports) {

    /** {@return the safeguards; {@code plan} is one to run exactly} */
    Safeguards with(Optional<ReviewedPlan> plan) {
        return with(database.environment(), plan);
    }

    private Safeguards with(Environment environment, Optional<ReviewedPlan> plan) {
        Path folder = goal.baseDirectory();
        List<String> audit = asked.audit(environment);
        Optional<Rehearsing> rehearsing = asked.rehearsalMode(environment)
                .map(mode -> new Rehearsing(mode, this::server, asked.maxBytes(), asked.longestLock()));
        var backing = asked.backup(environment, folder);
        boolean checked = environment != Environment.DEVELOPMENT || rehearsing.isPresent() || plan.isPresent();
        return new Safeguards(
                checked ? Optional.of(checking()) : Optional.empty(),
                backing,
                rehearsing,
                asked.failure(),
                asked.invalid(environment),
                asked.acceptLoss(),
                asked.force(),
                asked.applyTimeout(),
                asked.longestLag(),
                asked.window(folder),
                asked.health(),
                plan,
                assertions,
                HeadCommit.of(folder),
                audit,
                Optional.of(logs),
                reports);
    }

    /** {@return what a plan is rehearsed with, if that was asked for} Nothing is backed up for it, so no folder is demanded. */
    Optional<Safeguards> forPlan() {
        return asked.rehearsal().isEmpty()
                ? Optional.empty()
                : Optional.of(with(Environment.STAGING, Optional.empty()));
    }

    /** {@return the check of a run} */
    Checking checking() {
        RuleSettings settings = RuleSettings.parse(checks.rules(), checks.failOn());
        return new Checking(
                (pending, major, facts) -> new CheckRequest(
                        goal.baseDirectory(),
                        scripts.project(),
                        scripts.locations().directories(),
                        checks.base(),
                        System.getenv(),
                        settings,
                        major,
                        scratch.apply(major),
                        facts.sizes(),
                        Optional.empty(),
                        Optional.of(pending)),
                settings.failOn());
    }

    private ScratchServer server(int major) {
        return scratch.apply(major)
                .orElseThrow(() -> new RefusalException(Problem.of(
                                "a rehearsal needs a scratch server, and db.scratch is none",
                                "name one, or leave db.scratch out for an embedded one")
                        .withState("The database is unchanged.")))
                .server()
                .get();
    }
}
