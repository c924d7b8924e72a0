package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.script.QualifiedName;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A run with its safeguards that has something to apply: preflight, check, backup, rehearsal, apply, validate, and the way
 * back; then the report.
 *
 * @param <O> the outcome when it ends well
 */
final class GuardedRun<O> {

    private final RunTools<O> tools;
    private final DatabaseRequest request;
    private final Safeguards guards;
    private final RunDirection<O> direction;
    private final RunSteps steps;
    private final Sitting sitting;
    private final PreviewPlan plan;
    private final Before before;
    private final String fingerprint;
    private RunRecord record;
    private FileJournal journal;
    private Optional<Backup> backup = Optional.empty();
    private Optional<Rehearsal.Result> rehearsal = Optional.empty();
    private Optional<Migrations.Result> applied = Optional.empty();
    private Optional<RunReport> told = Optional.empty();

    GuardedRun(RunTools<O> tools, Sitting sitting, PreviewPlan plan, Before before) {
        this.tools = tools;
        this.request = tools.request();
        this.guards = tools.guards();
        this.direction = tools.direction();
        this.steps = tools.steps();
        this.sitting = sitting;
        this.plan = plan;
        this.before = before;
        this.record = sitting.database().migrations().record();
        this.fingerprint = PlanFingerprint.of(plan);
    }

    /** {@return what was told of it, however it has ended; empty while it runs} */
    Optional<RunReport> told() {
        return told;
    }

    private OpenDatabase database() {
        return sitting.database();
    }

    private RunDirection.Run now() {
        return new RunDirection.Run(sitting.database(), sitting.eyes(), plan, before, steps);
    }

    O run() {
        try (var beside = FileJournal.open(
                guards.journalFolder(),
                tools.started(),
                direction.goal(),
                database().run(),
                request.progress())) {
            journal = beside;
            steps.journal(record, beside);
            beside.begins(
                    direction.goal(),
                    database().target().database(),
                    plan.before().map(Version::toString));
            return journalled();
        }
    }

    private O journalled() {
        writeBegin();
        try {
            prepare();
            begin();
        } catch (RuntimeException e) {
            BelayException why = unchanged(Unforeseen.or(e));
            end(RunReport.Result.REFUSED, plan.before(), Optional.of(why.problem()));
            throw why;
        }
        return applyAndValidate();
    }

    /** Before the first script nothing of the database is another, whatever failed and wherever. */
    private static BelayException unchanged(BelayException why) {
        return why.problem().state().isPresent() ? why : HistoryAfter.withState(why, "The database is unchanged.");
    }

    private void writeBegin() {
        try {
            record.begin(new RunRecord.Facts(
                    direction.goal(),
                    plan.before(),
                    request.environment().toString(),
                    guards.gitCommit(),
                    guards.plan().map(reviewed -> reviewed.file().getFileName().toString()),
                    fingerprint));
        } catch (BelayException e) {
            told = Optional.of(tools.ending()
                    .endUnwritten(
                            story(),
                            new RunStory.End(RunReport.Result.REFUSED, plan.before(), Optional.of(e.problem()))));
            throw e;
        }
    }

    private void prepare() {
        new PreflightStep(guards, steps, request).take(plan, direction.kind(), sitting.eyes(), database());
        direction.check(now());
        backup = new BackupStep(guards, steps, request).take(plan, database(), this::alone);
        rehearsal = direction.rehearse(now(), backup);
    }

    /** Without the run lock another run may come in. */
    private Backup alone(Supplier<Backup> copying) {
        Backup made = sitting.aside(copying);
        record = database().migrations().record().continuing(record);
        steps.journal(record, journal);
        if (!PlanFingerprint.of(direction.plan(database())).equals(fingerprint)) {
            throw new RefusalException(Problem.of(
                            "another run has changed the database while its copy was made",
                            "look at it:  mvn db:history -Ddb.runs  ; then run the goal again")
                    .withState("This run has changed nothing."));
        }
        return made;
    }

    private void begin() {
        database().requireLock();
        tools.traffic().open();
        // the copy was made and worked on meanwhile
        before.requireUnmoved(sitting.eyes(), database());
        database().requireLock();
    }

    private O applyAndValidate() {
        Optional<CountedRows> rows;
        try {
            rows = rehearsal.map(rehearsed -> CountedRows.read(sitting.eyes(), rehearsed, history()));
            applied = Optional.of(apply());
        } catch (RuntimeException e) {
            throw failed(Unforeseen.or(e), guards.onFailure(), "db.onFailure");
        }
        Optional<BelayException> invalid = validate(rows);
        if (invalid.isPresent()) {
            throw failed(invalid.get(), guards.onInvalid(), "db.onInvalid");
        }
        return succeeded(applied.get());
    }

    private QualifiedName history() {
        MigrationProject project = request.project();
        return QualifiedName.of(project.defaultSchema(), project.historyTableName());
    }

    private Migrations.Result apply() {
        return steps.take(StepReport.Step.APPLY, () -> {
            Migrations.Result result = direction.apply(database().migrations());
            List<String> warnings = result.warnings();
            return RunSteps.Ended.warned(
                    result,
                    result.scripts().size() + (result.scripts().size() == 1 ? " script" : " scripts")
                            + ", now at version "
                            + result.after().map(Version::toString).orElse("none"),
                    warnings);
        });
    }

    /** Why it failed decides what follows: a server that does not answer is no fault of the scripts. */
    private Optional<BelayException> validate(Optional<CountedRows> rows) {
        try {
            return tools.validation()
                    .take(sitting.eyes(), database(), before, rehearsal, rows)
                    .map(RefusalException::new);
        } catch (RuntimeException e) {
            return Optional.of(Unforeseen.or(e));
        }
    }

    private O succeeded(Migrations.Result result) {
        end(RunReport.Result.SUCCEEDED, result.after(), Optional.empty());
        return direction.outcome(new RunDirection.Ended(
                now(),
                result.with(steps.warnings()),
                backup,
                rehearsal,
                Duration.between(tools.started(), Instant.now())));
    }

    /** Takes back what can be taken back, and says so. */
    private BelayException failed(BelayException cause, Safeguards.WayOut way, String parameter) {
        Retreat retreat = direction.retreat(now());
        var back = new WayBack(
                cause, guards, steps, request, database(), sitting.eyes(), plan, before, tools.writes(), retreat);
        // whoever comes behind one that is killed knows only what is noted before
        NextAttempt.of(cause, guards, retreat, NextAttempt.Reached.SOME)
                .onRecord(RunReport.Result.ROLLED_BACK)
                .ifPresent(steps::note);
        WayBack.Taken taken = taken(way, parameter, back);
        Problem problem = taken.problem(cause.problem());
        if (!taken.isBack() && guards.plan().isPresent()) {
            problem = NextAttempt.withNewPlan(problem, direction.goal());
        } else if (taken.isBack() && taken.next().isEmpty()) {
            var attempt = NextAttempt.of(cause, guards, retreat, NextAttempt.Reached.by(steps));
            problem = NextAttempt.withNext(problem, attempt.after(taken.result()));
            attempt.onRecord(taken.result()).ifPresent(line -> {
                steps.note(line);
                steps.audit(line);
            });
        }
        if (taken.result() == RunReport.Result.ROLLED_BACK) {
            steps.note(RunRecord.takingBack("nothing of this run stayed"));
        }
        told = Optional.of(tools.ending()
                .end(
                        story(),
                        taken.elsewhere() ? Optional.empty() : Optional.of(record),
                        new RunStory.End(taken.result(), taken.version(), Optional.of(problem))));
        return cause.saying(problem);
    }

    private WayBack.Taken taken(Safeguards.WayOut way, String parameter, WayBack back) {
        try {
            if (tools.deadline().stopped().isPresent()) {
                return back.stopped(tools.deadline().stopped().get());
            }
            if (way == Safeguards.WayOut.STOP) {
                String why = parameter + " is stop";
                return applied.isPresent() ? back.left(why) : back.notTaken(RunReport.Result.FAILED, why);
            }
            tools.deadline().lift();
            tools.traffic().reopen();
            return back.take(backup, rehearsal);
        } catch (RuntimeException e) {
            back.cause().addSuppressed(e);
            return back.brokenOff(e);
        }
    }

    private void end(RunReport.Result result, Optional<Version> version, Optional<Problem> problem) {
        told = Optional.of(
                tools.ending().end(story(), Optional.of(record), new RunStory.End(result, version, problem)));
    }

    private RunStory story() {
        return new RunStory(database().target(), database().run(), plan, applied, backup, rehearsal);
    }
}
