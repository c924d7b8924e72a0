package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.KilledRun;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
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
 * A run with its safeguards: preflight, check, backup, rehearsal, apply, validate, and the way back; then the report.
 *
 * @param <O> the outcome when it ends well
 */
final class SafeRun<O> {

    private final DatabaseRequest request;
    private final Safeguards guards;
    private final RunDirection<O> direction;
    private final Progress progress;
    private final RunSteps steps;
    private final Instant started = Instant.now();
    private final ApplyDeadline deadline;
    private final OwnWrites writes;
    private final StoppedTraffic traffic;
    private final RunEnding ending;
    private Optional<Backup> backup = Optional.empty();
    private Optional<Rehearsal.Result> rehearsal = Optional.empty();
    private Optional<Migrations.Result> applied = Optional.empty();
    private Optional<RunReport> told = Optional.empty();

    SafeRun(DatabaseRequest request, Safeguards guards, RunDirection<O> direction) {
        this.request = request;
        this.guards = guards;
        this.direction = direction;
        this.progress = request.progress();
        this.steps = new RunSteps(progress);
        this.deadline = new ApplyDeadline(guards.timeout());
        this.writes = new OwnWrites(deadline);
        this.traffic = new StoppedTraffic(guards.window(), progress);
        this.ending = new RunEnding(request, guards, direction.goal(), direction::completed, steps, traffic, started);
        guards.audit().forEach(steps::audit);
    }

    /** @throws BelayException when it does not end well; its state says where the database is then */
    O run() {
        request.project().requireSound();
        try (var sitting = Sitting.open(request, writes)) {
            OpenDatabase database = sitting.database();
            traffic.inherit(database.killed());
            PreviewPlan plan = direction.plan(database);
            var before = Before.read(sitting.eyes(), database);
            var repetition = new Repetition(request, direction.goal(), guards, steps);
            var run = new RunDirection.Run(database, sitting.eyes(), plan, before, steps);
            if (plan.steps().isEmpty()) {
                repetition.refuseHalf(run);
            } else {
                repetition.refuse(run);
            }
            guards.plan()
                    .ifPresent(reviewed ->
                            reviewed.requireUnmoved(database.target().database(), plan, before.schema()));
            return plan.steps().isEmpty() ? nothingToDo(run) : new Guarded(sitting, plan, before).run();
        } finally {
            traffic.close();
            traffic.untold().forEach(progress::warn);
        }
    }

    /** {@return what was told of it, however it has ended; empty when it did not come to its first step} */
    Optional<RunReport> told() {
        return told;
    }

    /**
     * A run that was killed behind its last script has not seen whether all holds; one that ended as invalid has seen that
     * it does not, which a second call must not turn into a success.
     */
    private O nothingToDo(RunDirection.Run run) {
        OpenDatabase database = run.database();
        O outcome = direction.nothing(database, started);
        Optional<RunId> unvalidated = database.killed().stream()
                .filter(KilledRun::leftUnvalidated)
                .map(KilledRun::run)
                .findFirst()
                .or(() -> database.migrations().pastRuns().leftInvalid(direction.goal()));
        if (unvalidated.isEmpty()) {
            return outcome;
        }
        Optional<Problem> invalid =
                validation().take(run.eyes(), database, run.before(), Optional.empty(), Optional.empty());
        if (invalid.isPresent()) {
            String version = database.migrations()
                    .history()
                    .current()
                    .map(Version::toString)
                    .orElse("none");
            throw new RefusalException(invalid.get()
                    .withState(database.target().database() + " is at version " + version + ", as run "
                            + unvalidated.get() + " left it; nothing was taken back."));
        }
        database.migrations().pastRuns().holds(unvalidated.get());
        return direction.withSteps(outcome, steps);
    }

    private ValidateStep validation() {
        return new ValidateStep(guards, steps, traffic::close, direction.tolerated());
    }

    /** The run, now that there is something to apply. */
    private final class Guarded {

        private final Sitting sitting;
        private final PreviewPlan plan;
        private final Before before;
        private final String fingerprint;
        private RunRecord record;
        private FileJournal journal;

        Guarded(Sitting sitting, PreviewPlan plan, Before before) {
            this.sitting = sitting;
            this.plan = plan;
            this.before = before;
            this.record = sitting.database().migrations().record();
            this.fingerprint = PlanFingerprint.of(plan);
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
                    started,
                    direction.goal(),
                    database().run(),
                    progress)) {
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
            if (why.problem().state().isPresent()) {
                return why;
            }
            Problem problem = why.problem().withState("The database is unchanged.");
            return why instanceof RefusalException
                    ? new RefusalException(problem, why)
                    : new EnvironmentException(problem, why);
        }

        private void writeBegin() {
            try {
                record.begin(new RunRecord.Facts(
                        direction.goal(),
                        plan.before(),
                        request.environment().toString(),
                        guards.gitCommit(),
                        guards.plan()
                                .map(reviewed -> reviewed.file().getFileName().toString()),
                        fingerprint));
            } catch (BelayException e) {
                told = Optional.of(ending.endUnwritten(
                        story(), new RunStory.End(RunReport.Result.REFUSED, plan.before(), Optional.of(e.problem()))));
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
            traffic.open();
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
                return validation()
                        .take(sitting.eyes(), database(), before, rehearsal, rows)
                        .map(RefusalException::new);
            } catch (RuntimeException e) {
                return Optional.of(Unforeseen.or(e));
            }
        }

        private O succeeded(Migrations.Result result) {
            end(RunReport.Result.SUCCEEDED, result.after(), Optional.empty());
            return direction.outcome(new RunDirection.Ended(
                    now(), result.with(steps.warnings()), backup, rehearsal, Duration.between(started, Instant.now())));
        }

        /** Takes back what can be taken back, and says so. */
        private BelayException failed(BelayException cause, Safeguards.WayOut way, String parameter) {
            Retreat retreat = direction.retreat(now());
            var back = new WayBack(
                    cause, guards, steps, request, database(), sitting.eyes(), plan, before, writes, retreat);
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
            told = Optional.of(ending.end(
                    story(),
                    taken.elsewhere() ? Optional.empty() : Optional.of(record),
                    new RunStory.End(taken.result(), taken.version(), Optional.of(problem))));
            return cause.saying(problem);
        }

        private WayBack.Taken taken(Safeguards.WayOut way, String parameter, WayBack back) {
            try {
                if (deadline.stopped().isPresent()) {
                    return back.stopped(deadline.stopped().get());
                }
                if (way == Safeguards.WayOut.STOP) {
                    String why = parameter + " is stop";
                    return applied.isPresent() ? back.left(why) : back.notTaken(RunReport.Result.FAILED, why);
                }
                deadline.lift();
                traffic.reopen();
                return back.take(backup, rehearsal);
            } catch (RuntimeException e) {
                back.cause().addSuppressed(e);
                return back.brokenOff(e);
            }
        }

        private void end(RunReport.Result result, Optional<Version> version, Optional<Problem> problem) {
            told = Optional.of(ending.end(story(), Optional.of(record), new RunStory.End(result, version, problem)));
        }

        private RunStory story() {
            return new RunStory(database().target(), database().run(), plan, applied, backup, rehearsal);
        }
    }
}
