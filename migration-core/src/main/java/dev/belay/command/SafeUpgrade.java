package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.script.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An upgrade with its safeguards. It is of one run. */
final class SafeUpgrade implements RunDirection<UpgradeOutcome> {

    private final Upgrade.Request request;
    private Optional<CheckOutcome> checked = Optional.empty();

    SafeUpgrade(Upgrade.Request request) {
        this.request = request;
    }

    @Override
    public String goal() {
        return "upgrade";
    }

    @Override
    public PreviewPlan plan(OpenDatabase database) {
        return database.migrations().plan(request.target());
    }

    @Override
    public UpgradeOutcome nothing(OpenDatabase database, Instant started) {
        return Upgrade.apply(database, request.target(), started);
    }

    @Override
    public UpgradeOutcome withSteps(UpgradeOutcome outcome, RunSteps steps) {
        return outcome.withSteps(steps.reports(), steps.audit());
    }

    @Override
    public void check(Run run) {
        checked = new CheckStep(request.safeguards(), run.steps(), request.database())
                .take(run.database(), PendingOnTarget.of(run.database(), run.plan()), UnaryOperator.identity())
                .map(Check.Looked::outcome);
    }

    @Override
    public Optional<Rehearsal.Result> rehearse(Run run, Optional<Backup> backup) {
        return new RehearsalStep(request.safeguards(), run.steps(), request.database())
                .take(run.plan(), run.database(), checked, backup);
    }

    @Override
    public Migrations.Result apply(Migrations migrations) {
        return migrations.upgrade(request.target());
    }

    @Override
    public Retreat retreat(Run run) {
        return new UndoRetreat(run, request.target());
    }

    @Override
    public UpgradeOutcome outcome(Ended ended) {
        Run run = ended.run();
        Migrations.Result result = ended.result();
        return new UpgradeOutcome(
                run.database().target(),
                run.database().run(),
                result.before().map(Version::toString),
                result.after().map(Version::toString),
                result.scripts(),
                result.withoutUndo(),
                result.warnings(),
                ended.duration(),
                run.steps().reports(),
                run.steps().audit(),
                ended.backup().map(made -> made.folder().toString()),
                ended.rehearsal().map(Rehearsal.Result::figures));
    }

    /** {@return how many of the planned scripts have a version, and so can be taken back} */
    static int versions(PreviewPlan plan) {
        return (int) plan.steps().stream()
                .map(Step::version)
                .filter(Optional::isPresent)
                .count();
    }

    /** {@return whether a rehearsal has shown that taking the scripts back brings the schema back} */
    static boolean wayBackIsProved(Optional<Rehearsal.Result> rehearsal) {
        return rehearsal
                .map(Rehearsal.Result::figures)
                .map(RehearsalFigures::wayBack)
                .filter(RehearsalFigures.WayBack::restores)
                .isPresent();
    }
}
