package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.backup.Backup;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownPlan;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunReport;
import dev.belay.rehearsal.DownRehearsal;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.trace.model.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A downgrade with its safeguards. It is of one run: what the steps find out is kept for those behind them. */
final class SafeDowngrade implements RunDirection<DowngradeOutcome> {

    private final Downgrade.Request request;
    private final Safeguards guards;
    private final boolean keepsData;
    private Optional<DownTarget.Exactly> down = Optional.empty();
    private Optional<AppliedProject> applied = Optional.empty();
    private Optional<FormerSchema> former = Optional.empty();
    private Optional<CheckOutcome> checked = Optional.empty();
    private Optional<DataLoss> loss = Optional.empty();
    private Set<String> disagreements = Set.of();

    /** One that somebody has asked for: elsewhere than in production it says what goes for good, and goes on. */
    SafeDowngrade(Downgrade.Request request) {
        this(request, request.database().environment() == Environment.PRODUCTION);
    }

    private SafeDowngrade(Downgrade.Request request, boolean keepsData) {
        this.request = request;
        this.guards = request.safeguards();
        this.keepsData = keepsData && !guards.acceptLoss();
    }

    /** One that nobody has asked for: nowhere does it give data away. */
    static SafeDowngrade unasked(Downgrade.Request request) {
        return new SafeDowngrade(request, true);
    }

    @Override
    public String goal() {
        return "downgrade";
    }

    @Override
    public String kind() {
        return "to undo";
    }

    @Override
    public PreviewPlan plan(OpenDatabase database) {
        Downgrade.refuseCounting(database, request.target());
        DownPlan plan = database.migrations().plan(request.target());
        down = Optional.of(plan.exactly());
        disagreements = Set.copyOf(database.migrations().disagreements());
        return plan.preview();
    }

    @Override
    public DowngradeOutcome nothing(OpenDatabase database, Instant started) {
        return Downgrade.undo(database, request, started);
    }

    @Override
    public DowngradeOutcome withSteps(DowngradeOutcome outcome, RunSteps steps) {
        return outcome.with(steps.reports(), steps.audit(), outcome.backup(), outcome.rehearsal(), outcome.loss());
    }

    @Override
    public void check(Run run) {
        Migrations migrations = run.database().migrations();
        AppliedProject now = migrations.asApplied(Optional.empty());
        applied = Optional.of(now);
        var pending = new PendingOnTarget(
                run.database().target().database() + " at "
                        + run.database().target().server(),
                run.plan().scripts());
        Optional<Check.Looked> looked = new CheckStep(guards, run.steps(), request.database())
                .take(
                        run.database(),
                        pending,
                        asked -> asked(run, asked.undoing(new CheckRequest.Undoing(now, down.orElseThrow()))));
        checked = looked.map(Check.Looked::outcome);
        looked.flatMap(Check.Looked::seen).ifPresent(seen -> judge(run, lossOn(run, seen)));
    }

    /** On the way there: what the check replays the history on replays it for the comparison too. */
    private CheckRequest asked(Run run, CheckRequest asked) {
        former = asked.scratch().map(scratch -> former(run, scratch));
        return asked;
    }

    private FormerSchema former(Run run, ScratchRequest scratch) {
        return new FormerSchema(
                scratch,
                applied.orElseThrow(),
                run.database().migrations().asApplied(down),
                down.orElseThrow().staying(),
                run.database().user(),
                run.database().migrations().historyTable());
    }

    /** Without rows: what scripts delete is not known there. */
    private DataLoss lossOn(Run run, ScratchTrace.Seen seen) {
        boolean rehearsed = guards.rehearsal().isPresent();
        return new LossCount(run.eyes())
                .of(
                        seen.gone().orElseThrow(),
                        // the rehearsal is going to tell
                        rehearsed ? RowTakers.Found.NONE : takers(run, seen.trace()),
                        Optional.empty(),
                        "a scratch database with the same history");
    }

    private RowTakers.Found takers(Run run, Trace trace) {
        return new RowTakers(
                        run.eyes(), new UndoingScripts(applied.orElseThrow().project(), down.orElseThrow()))
                .in(trace);
    }

    /** Before anything is run: production gives away nothing unasked. */
    private void judge(Run run, DataLoss found) {
        loss = Optional.of(found);
        if (!found.losesData()) {
            return;
        }
        if (keepsData) {
            throw new RefusalException(Problem.of(
                            "the downgrade takes data away for good: " + found.dataLine(),
                            "keep it: let the undo script rename what it drops; or, if it may go, add"
                                    + " -Ddb.acceptLoss=true")
                    .withDetails(found.lines())
                    .withState("The database is unchanged."));
        }
    }

    @Override
    public Optional<Rehearsal.Result> rehearse(Run run, Optional<Backup> backup) {
        Optional<DownRehearsal.Result> result = new DownRehearsalStep(
                        guards, request.database(), run, down.orElseThrow(), applied.orElseThrow())
                .take(checked, backup, former);
        result.ifPresent(shown -> judge(run, lossOn(run, shown)));
        refuseUnknown();
        tell(run);
        return result.map(DownRehearsal.Result::shown);
    }

    private void refuseUnknown() {
        if (loss.isEmpty() && keepsData) {
            throw new RefusalException(Problem.of(
                            "nobody knows what data goes with this downgrade: neither a scratch server nor a copy has"
                                    + " shown it",
                            "let it be rehearsed, or name a scratch server with db.scratch; or, if anything may go, add"
                                    + " -Ddb.acceptLoss=true")
                    .withState("The database is unchanged."));
        }
    }

    private DataLoss lossOn(Run run, DownRehearsal.Result rehearsed) {
        boolean withData = rehearsed.shown().figures().withData();
        return new LossCount(run.eyes())
                .of(
                        rehearsed.gone(),
                        takers(run, rehearsed.shown().trace()),
                        withData ? Optional.of(rehearsed.taken()) : Optional.empty(),
                        withData ? "a copy of the database" : "a copy of its schema");
    }

    private void tell(Run run) {
        loss.ifPresentOrElse(
                found -> {
                    found.report()
                            .forEach(
                                    found.losesData()
                                            ? request.database().progress()::warn
                                            : request.database().progress()::info);
                    if (found.losesData()) {
                        run.steps().audit("accepted loss: " + found.dataLine());
                    }
                },
                () -> request.database()
                        .progress()
                        .warn("what goes for good with this downgrade is not known: neither a check nor a rehearsal was"
                                + " asked for"));
    }

    @Override
    public Migrations.Result apply(Migrations migrations) {
        return migrations.downgrade(down.orElseThrow());
    }

    @Override
    public Retreat retreat(Run run) {
        return new ClimbRetreat(run, down.orElseThrow(), applied.orElseThrow(), loss);
    }

    /** Scripts need not be where a downgrade is run; and an assertion may ask for what this version does not have. */
    @Override
    public ValidateStep.Tolerated tolerated() {
        return new ValidateStep.Tolerated(disagreements, violation -> !violation.wasAsked());
    }

    @Override
    public DowngradeOutcome outcome(Ended ended) {
        return Downgrade.outcome(request, ended.run().database(), ended.result(), ended.duration())
                .with(
                        ended.run().steps().reports(),
                        ended.run().steps().audit(),
                        ended.backup().map(made -> made.folder().toString()),
                        ended.rehearsal().map(Rehearsal.Result::figures),
                        loss);
    }

    @Override
    public RunReport completed(RunReport report) {
        boolean down = report.result() == RunReport.Result.SUCCEEDED || report.result() == RunReport.Result.INVALID;
        return report.with(loss, down ? ClimbHint.of(report.versionBefore(), report.versionAfter()) : List.of());
    }
}
