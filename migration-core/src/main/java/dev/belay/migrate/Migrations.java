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
import java.util.Map;
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

    private final MigrationProject project;
    private final RunId run;
    private final Progress progress;
    private final FlywayAccess flyway;
    private final Where where;
    private final Ledger ledger;
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
        this.project = project;
        this.execution = execution;
        this.run = run;
        this.progress = progress;
        this.flyway = new FlywayAccess(project, connections, progress);
        Connection first = connections.get();
        this.where = Where.of(first, project.configuration());
        this.ledger = new Ledger(first, where.historyTable(), run, progress);
    }

    private Migrations(Migrations other, MigrationProject project) {
        this.project = project;
        this.execution = other.execution;
        this.run = other.run;
        this.progress = other.progress;
        this.flyway = other.flyway.with(project);
        this.where = other.where;
        this.ledger = other.ledger;
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
        look(scope -> {
            new MigrateCommand(scope).prepare();
            return scope;
        });
    }

    /** {@return every migration with its state} */
    public HistoryState history() {
        return look(this::read);
    }

    /** {@return where the history and the scripts do not agree, a line each} */
    public List<String> disagreements() {
        return look(scope -> new MigrateCommand(scope).disagreements());
    }

    /** {@return the runs of Belay that changed this history, or were to} */
    public PastRuns pastRuns() {
        return new PastRuns(ledger);
    }

    /**
     * Takes back what scripts without a transaction had done when their runs were killed, where that were only indexes,
     * so that they can run again. The caller holds the run lock, and no session of those runs is left.
     *
     * @return what was done, a line for each script
     */
    public List<String> takeBackInterrupted() {
        if (ledger.interrupted().isEmpty()) {
            return List.of();
        }
        return look(scope ->
                InterruptedScripts.takeBack(ledger, read(scope), project.catalog(), preparer(), where.schema()));
    }

    /**
     * Leaves a script that ran without a transaction, and was stopped in one of its statements, to the next run, as one
     * whose run was killed there: where it only built indexes that run drops them and begins it anew, else it asks people
     * to look.
     *
     * @param statement the number of the one that was stopped
     */
    public void leaveToNextRun(PreparedScript script, int statement) {
        String name = script.file().script();
        ledger.scriptStarted(
                name,
                script.text().hashCode(),
                script.statements().stream().map(FailureReport::line).toList());
        ledger.statementsDone(name, statement - 1);
        ledger.write((connection, own) -> FailedRows.remove(connection, where.historyTable(), name));
    }

    /** {@return where a run of several steps writes of itself} */
    public RunRecord record() {
        return new RunRecord(ledger);
    }

    /**
     * {@return what an upgrade would apply}
     *
     * @throws dev.belay.outcome.RefusalException when it would be refused
     */
    public PreviewPlan plan(UpTarget target) {
        project.requireSound();
        return look(scope -> {
            HistoryState before = read(scope);
            refuseHalfDone(before);
            return UpgradePlan.of(project, scope, preparer(), before, target).forPeople(false);
        });
    }

    /**
     * {@return what a downgrade would do}
     *
     * @throws dev.belay.outcome.RefusalException when it would be refused
     */
    public DownPlan plan(DownTarget target) {
        project.requireSound();
        return look(scope -> {
            refuseHalfDone(read(scope));
            DowngradePlan plan = down(scope, preparer(), target);
            return new DownPlan(plan.forPeople(), plan.exactly());
        });
    }

    /**
     * {@return the project as this database has applied it, for replaying that elsewhere}
     *
     * @param without what is going to be taken back before; empty for nothing
     */
    public AppliedProject asApplied(Optional<DownTarget.Exactly> without) {
        return look(scope -> AppliedProjects.of(project, sources(scope, preparer()), read(scope), without));
    }

    private DowngradePlan.Sources sources(FlywayScope scope, ScriptPreparer preparer) {
        return DowngradePlan.Sources.of(project, scope, ledger, where, preparer);
    }

    private DowngradePlan down(FlywayScope scope, ScriptPreparer preparer, DownTarget target) {
        return DowngradePlan.of(sources(scope, preparer), read(scope), target);
    }

    private ScriptPreparer preparer() {
        return new ScriptPreparer(
                project.configuration(), FlywayPlaceholders.of(project.configuration(), placeholders()));
    }

    /**
     * Flyway's repair, all of it or nothing: failed rows go, checksums and descriptions of changed scripts become those of
     * the files, rows of scripts that are gone are marked as deleted. The caller holds the run lock.
     *
     * @return what was done to each row, a line each
     */
    public List<String> repair() {
        return look(scope -> new RepairCommand(scope).repair());
    }

    /**
     * {@return the rows that a stamp would add to the history}
     *
     * @throws RefusalException when the target is no version, or the history says that a script failed
     */
    public StampPlan stampPlan(StampTarget target) {
        project.requireSound();
        return look(scope -> stamp(scope).plan(target));
    }

    /**
     * Adds these rows to the history, all or none, unless it has changed since. The caller holds the run lock.
     *
     * @param target that of the plan
     */
    public HistoryState stamp(StampTarget target, StampPlan plan) {
        return look(scope -> stamp(scope).write(target, plan));
    }

    private StampRun stamp(FlywayScope scope) {
        return new StampRun(project, scope, ledger, () -> read(scope));
    }

    /** {@return the history table, quoted and qualified} */
    public String historyTable() {
        return where.historyTable();
    }

    /**
     * Applies what is pending.
     *
     * @throws dev.belay.outcome.RefusalException when the scripts, the history or the target forbid it, or a statement
     *     fails
     */
    public Result upgrade(UpTarget target) {
        return change(
                "upgrade",
                (scope, apply) -> new UpgradeRun(project, scope, apply, ledger, () -> read(scope)).upgrade(target));
    }

    /**
     * Takes versions back.
     *
     * @throws dev.belay.outcome.RefusalException before it starts when an undo script is missing, naming all of them; or
     *     when a statement fails
     */
    public Result downgrade(DownTarget target) {
        return change(
                "downgrade",
                (scope, apply) -> new DowngradeRun(
                                scope, apply, ledger, down(scope, apply.preparer(), target), () -> read(scope))
                        .downgrade());
    }

    /**
     * Writes what an upgrade or a downgrade would do, for psql; changes nothing, and runs nothing of the project's.
     *
     * @param target the database, as the text names it
     * @param out fails with {@link java.io.UncheckedIOException} when it cannot be written
     * @throws dev.belay.outcome.RefusalException when the goal itself would be refused before it starts
     */
    public PreviewPlan preview(PreviewGoal goal, TargetInfo target, Appendable out) {
        project.requireSound();
        return look(scope -> {
            HistoryState before = read(scope);
            refuseHalfDone(before);
            return new PreviewRun(project, scope, ledger, where, run).write(goal, before, target, out);
        });
    }

    private <T> T look(Function<FlywayScope, T> work) {
        return flyway.look(placeholders(), work);
    }

    private Result change(String goal, BiFunction<FlywayScope, ApplyRun, Result> work) {
        project.requireSound();
        var change = new Change(goal, flyway, placeholders(), where, ledger, this::history, progress);
        try (var heartbeat = new Heartbeat(HEARTBEAT)) {
            return change.run(applyRun(heartbeat), project.configuration().isGroup(), (scope, apply) -> {
                refuseHalfDone(read(scope));
                return work.apply(scope, apply);
            });
        }
    }

    private void refuseHalfDone(HistoryState history) {
        FailedRows.refuse(history, where.historyTable());
        InterruptedScripts.refuse(ledger, history);
    }

    private ApplyRun applyRun(Heartbeat heartbeat) {
        return new ApplyRun(
                preparer(),
                new StatementRunner(progress, heartbeat, execution),
                new ApplyContext(run, progress, ledger),
                project.undoFiles());
    }

    private HistoryState read(FlywayScope scope) {
        var reader = new HistoryReader(project.undoFiles().keySet(), ledger.undoVersions());
        return new HistoryState(reader.read(scope));
    }

    private Map<String, String> placeholders() {
        return where.placeholders(project.configuration());
    }

    @Override
    public void close() {
        ledger.close();
    }
}
