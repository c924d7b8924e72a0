package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A project's migrations in one database: what is applied, and applying and undoing it. The caller holds the run lock
 * while it upgrades or downgrades. Not thread-safe.
 */
public final class Migrations implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final BoundProject bound;
    private final RunId run;
    private final Progress progress;
    private final StatementExecution execution;

    /**
     * What an upgrade or downgrade did.
     *
     * @param before the highest version before
     * @param after the highest version now
     * @param scripts in the order in which they ran
     * @param withoutUndo those of the scripts applied that no undo script takes back
     * @param warnings for people
     */
    public record Result(
            Optional<Version> before,
            Optional<Version> after,
            List<AppliedScript> scripts,
            List<String> withoutUndo,
            List<String> warnings) {

        /** {@return the same with further warnings behind those it has} */
        public Result with(List<String> more) {
            return new Result(
                    before,
                    after,
                    scripts,
                    withoutUndo,
                    Stream.concat(warnings.stream(), more.stream()).toList());
        }
    }

    /**
     * @param project the scripts
     * @param connections opens sessions in the database; this object and Flyway close those that they open
     * @param run names the run in the journal
     * @param progress hears what happens
     * @throws dev.belay.outcome.EnvironmentException when the first session cannot be used
     */
    public Migrations(MigrationProject project, Supplier<Connection> connections, RunId run, Progress progress) {
        this(
                project,
                connections,
                run,
                progress,
                (connection, script, statement) -> StatementSender.send(connection, statement, 0));
    }

    /** The same, with statements carried out in another way. */
    public Migrations(
            MigrationProject project,
            Supplier<Connection> connections,
            RunId run,
            Progress progress,
            StatementExecution execution) {
        Connection first = connections.get();
        Where where = Where.of(first, project.configuration());
        this.bound = new BoundProject(
                project,
                new FlywayAccess(project, connections, progress),
                where,
                new Ledger(first, where.historyTable(), run, progress));
        this.run = run;
        this.progress = progress;
        this.execution = execution;
    }

    private Migrations(Migrations other, MigrationProject project) {
        this.bound = other.bound.with(project);
        this.run = other.run;
        this.progress = other.progress;
        this.execution = other.execution;
    }

    /** {@return the same run of the same database with other scripts; closing one closes both} */
    public Migrations with(MigrationProject other) {
        return new Migrations(this, other);
    }

    /** Makes the schema {@code belay}, as far as it is not there, for a journal that is going to be copied into it. */
    public static void prepareJournal(Connection connection) {
        BelaySchema.ensure(connection);
    }

    /** Makes Flyway's schemas and its history table, as far as they are not there, and applies nothing. */
    public void prepareHistory() {
        bound.look(scope -> {
            new MigrateCommand(scope).prepare();
            return scope;
        });
    }

    /** {@return every migration with its state} */
    public HistoryState history() {
        return bound.history();
    }

    /** {@return where the history and the scripts do not agree, a line each} */
    public List<String> disagreements() {
        return bound.look(scope -> new MigrateCommand(scope).disagreements());
    }

    /** {@return the runs of Belay that changed this history, or were to} */
    public PastRuns pastRuns() {
        return new PastRuns(bound.ledger());
    }

    /**
     * Takes back what scripts without a transaction had done when their runs were killed, where that were only indexes,
     * so that they can run again. The caller holds the run lock, and no session of those runs is left.
     *
     * @return what was done, a line for each script
     */
    public List<String> takeBackInterrupted() {
        if (bound.ledger().interrupted().isEmpty()) {
            return List.of();
        }
        return bound.look(scope -> InterruptedScripts.takeBack(bound, bound.history(scope)));
    }

    /**
     * Leaves a script that ran without a transaction, and was stopped in one of its statements, to the next run, as one
     * whose run was killed there: where it only built indexes that run drops them and begins it anew, else it asks people
     * to look.
     *
     * @param statement the number of the one that was stopped
     */
    public void leaveToNextRun(PreparedScript script, int statement) {
        InterruptedScripts.leave(bound.ledger(), script, statement, historyTable());
    }

    /** {@return where a run of several steps writes of itself} */
    public RunRecord record() {
        return new RunRecord(bound.ledger());
    }

    /**
     * {@return what an upgrade would apply}
     *
     * @throws dev.belay.outcome.RefusalException when it would be refused
     */
    public PreviewPlan plan(UpTarget target) {
        return lookWithSoundScripts(
                scope -> UpgradePlan.of(bound.project(), scope, bound.preparer(), bound.wholeHistory(scope), target)
                        .forPeople(false, new PlanInputs(bound.project())));
    }

    /**
     * {@return what a downgrade would do}
     *
     * @throws dev.belay.outcome.RefusalException when it would be refused
     */
    public DownPlan plan(DownTarget target) {
        return lookWithSoundScripts(scope -> {
            bound.wholeHistory(scope);
            DowngradePlan plan = bound.downgrade(scope, bound.preparer(), target);
            return new DownPlan(plan.forPeople(new PlanInputs(bound.project())), plan.exactly());
        });
    }

    /**
     * {@return the project as this database has applied it, for replaying that elsewhere}
     *
     * @param without what is going to be taken back before; empty for nothing
     */
    public AppliedProject asApplied(Optional<DownTarget.Exactly> without) {
        return bound.look(scope -> AppliedProjects.of(
                bound.project(), bound.sources(scope, bound.preparer()), bound.history(scope), without));
    }

    /**
     * Flyway's repair, all of it or nothing: failed rows go, checksums and descriptions of changed scripts become those of
     * the files, rows of scripts that are gone are marked as deleted. The caller holds the run lock.
     *
     * @return what was done to each row, a line each
     */
    public List<String> repair() {
        return bound.look(scope -> new RepairCommand(scope).repair());
    }

    /**
     * {@return the rows that a stamp would add to the history}
     *
     * @throws RefusalException when the target is no version, or the history says that a script failed
     */
    public StampPlan stampPlan(StampTarget target) {
        return lookWithSoundScripts(scope -> stamp(scope).plan(target));
    }

    /**
     * Adds these rows to the history, all or none, unless it has changed since. The caller holds the run lock.
     *
     * @param target that of the plan
     */
    public HistoryState stamp(StampTarget target, StampPlan plan) {
        return bound.look(scope -> stamp(scope).write(target, plan));
    }

    private StampRun stamp(FlywayScope scope) {
        return new StampRun(bound.project(), scope, bound.ledger(), () -> bound.history(scope));
    }

    /** {@return the history table, quoted and qualified} */
    public String historyTable() {
        return bound.where().historyTable();
    }

    /**
     * Applies what is pending.
     *
     * @throws dev.belay.outcome.RefusalException when the scripts, the history or the target forbid it, or a statement
     *     fails
     */
    public Result upgrade(UpTarget target) {
        return change("upgrade", (scope, apply) -> new UpgradeRun(bound, scope, apply).upgrade(target));
    }

    /**
     * Takes versions back.
     *
     * @throws dev.belay.outcome.RefusalException before it starts when an undo script is missing, naming all of them; or
     *     when a statement fails
     */
    public Result downgrade(DownTarget target) {
        return change("downgrade", (scope, apply) -> {
            DowngradePlan plan = bound.downgrade(scope, apply.preparer(), target);
            return new DowngradeRun(bound, scope, apply, plan).downgrade();
        });
    }

    /**
     * Writes what an upgrade or a downgrade would do, for psql; changes nothing, and runs nothing of the project's.
     *
     * @param target the database, as the text names it
     * @param out fails with {@link java.io.UncheckedIOException} when it cannot be written
     * @throws dev.belay.outcome.RefusalException when the goal itself would be refused before it starts
     */
    public PreviewPlan preview(PreviewGoal goal, TargetInfo target, Appendable out) {
        return lookWithSoundScripts(scope -> new PreviewRun(bound, scope, run).write(goal, target, out));
    }

    private <T> T lookWithSoundScripts(Function<FlywayScope, T> work) {
        bound.project().requireSound();
        return bound.look(work);
    }

    private Result change(String goal, BiFunction<FlywayScope, ApplyRun, Result> work) {
        bound.project().requireSound();
        try (var heartbeat = new Heartbeat(HEARTBEAT)) {
            return new Change(goal, bound, progress).run(applyRun(heartbeat), work);
        }
    }

    private ApplyRun applyRun(Heartbeat heartbeat) {
        return new ApplyRun(
                bound.preparer(),
                new StatementRunner(progress, heartbeat, execution),
                new ApplyContext(run, progress, bound.ledger(), execution::beforeScript),
                bound.project().undoFiles());
    }

    @Override
    public void close() {
        bound.ledger().close();
    }
}
