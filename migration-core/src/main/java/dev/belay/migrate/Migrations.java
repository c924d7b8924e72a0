package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Statement;
import dev.belay.script.Version;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

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
            List<String> warnings) {}

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

    /** Makes the schema {@code belay}, as far as it is not there, for a journal that is going to be copied into it. */
    public static void prepareJournal(Connection connection) {
        BelaySchema.ensure(connection);
    }

    /** Makes Flyway's schemas and its history table, as far as they are not there, and applies nothing. */
    public void prepareHistory() {
        looking(() -> flyway.look(placeholders(), scope -> {
            new MigrateCommand(scope).prepare();
            return scope;
        }));
    }

    /** {@return every migration with its state} */
    public HistoryState history() {
        return looking(() -> flyway.look(placeholders(), this::read));
    }

    /** {@return where the history and the scripts do not agree, a line each} */
    public List<String> disagreements() {
        return looking(() -> flyway.look(placeholders(), scope -> new MigrateCommand(scope).disagreements()));
    }

    /** {@return the last run of Belay that changed this history} */
    public Optional<LastRun> lastRun() {
        return ledger.lastRun();
    }

    /** {@return the runs of Belay that changed this history, or were to, the newest first} */
    public List<PastRun> runs() {
        return ledger.runs();
    }

    /** {@return runs that were killed, and that no run has tidied up behind; the caller holds the run lock} */
    public List<KilledRun> killed() {
        return ledger.killed();
    }

    /** Notes in the journal what became of what a killed run has left. */
    public void seen(KilledRun killed, String line) {
        ledger.seen(killed, line);
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
        var preparer = new ScriptPreparer(
                project.configuration(), FlywayPlaceholders.of(project.configuration(), placeholders()));
        return looking(() -> flyway.look(
                placeholders(),
                scope ->
                        InterruptedScripts.takeBack(ledger, read(scope), project.catalog(), preparer, where.schema())));
    }

    /**
     * Lets a script run again that ran without a transaction and was stopped in one of its statements, where all that it
     * had done was to build indexes: these are dropped, and its failed row is removed from the history.
     *
     * @param statement the number of the one that was stopped
     * @return the indexes that were dropped; empty when it had done something else, and has to be looked at
     */
    public Optional<List<String>> letRunAgain(PreparedScript script, int statement) {
        var stopped = new StepJournal.Interrupted(
                run,
                script.file().script(),
                script.text().hashCode(),
                script.statements().stream().map(Statement::sql).toList(),
                statement - 1);
        Optional<List<String>> dropped = ledger.takeBack(stopped, script.statements(), where.schema());
        dropped.ifPresent(indexes -> ledger.write((connection, own) -> FailedRows.remove(
                connection, where.historyTable(), script.file().script())));
        return dropped;
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
        return looking(() -> flyway.look(placeholders(), scope -> {
            HistoryState before = read(scope);
            FailedRows.refuse(before, where.historyTable());
            InterruptedScripts.refuse(ledger, before);
            var preparer = new ScriptPreparer(
                    project.configuration(), FlywayPlaceholders.of(project.configuration(), placeholders()));
            return UpgradePlan.of(project, scope, preparer, before, target).forPeople(false);
        }));
    }

    /**
     * Flyway's repair: failed rows go, checksums and descriptions of changed scripts become those of the files, rows of
     * scripts that are gone are marked as deleted.
     *
     * @return what was done, a line each
     */
    public List<String> repair() {
        return looking(() -> flyway.look(placeholders(), scope -> new RepairCommand(scope).repair()));
    }

    /**
     * {@return the rows that a stamp would add to the history}
     *
     * @throws RefusalException when the target is no version, or the history says that a script failed
     */
    public StampPlan stampPlan(StampTarget target) {
        project.requireSound();
        return looking(() -> flyway.look(placeholders(), scope -> stamp(scope).plan(target)));
    }

    /** Adds these rows to the history, all or none. The caller holds the run lock. */
    public HistoryState stamp(StampPlan plan) {
        return looking(() -> flyway.look(placeholders(), scope -> stamp(scope).write(plan)));
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
                (scope, apply) -> new DowngradeRun(scope, apply, ledger, () -> read(scope)).downgrade(target));
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
        return looking(() -> flyway.look(placeholders(), scope -> {
            HistoryState before = read(scope);
            FailedRows.refuse(before, where.historyTable());
            InterruptedScripts.refuse(ledger, before);
            return new PreviewRun(project, scope, ledger, where, run).write(goal, before, target, out);
        }));
    }

    /** What Flyway throws is for people who know its classes. */
    private static <T> T looking(Supplier<T> work) {
        try {
            return work.get();
        } catch (FlywayException e) {
            var failure = new OtherFailure(e, Optional.empty());
            throw new RefusalException(
                    new Problem(
                            failure.headline(),
                            failure.details(),
                            Optional.of("The database is unchanged."),
                            "correct it, then run the goal again; -e shows the whole story"),
                    e);
        }
    }

    private Result change(String goal, BiFunction<FlywayScope, ApplyRun, Result> work) {
        project.requireSound();
        try (var heartbeat = new Heartbeat(HEARTBEAT)) {
            ApplyRun apply = applyRun(heartbeat);
            try {
                return flyway.execute(placeholders(), Optional.of(apply), scope -> {
                    FailedRows.refuse(read(scope), where.historyTable());
                    InterruptedScripts.refuse(ledger, read(scope));
                    return work.apply(scope, apply);
                });
            } catch (RuntimeException e) {
                boolean oneTransaction = project.configuration().isGroup();
                var failure = new FailureReport(
                                apply.context(),
                                where,
                                goal,
                                this::historyIfReachable,
                                ledger::invalidIndexes,
                                oneTransaction)
                        .of(e);
                progress.stopped(staying(apply.context(), goal.equals("upgrade")));
                throw failure;
            }
        }
    }

    /** What had ended well and is not pending again: the transaction it was part of may have failed since. */
    private List<String> staying(ApplyContext context, boolean up) {
        List<String> done =
                context.done().stream().map(ApplyContext.Ran::script).toList();
        if (done.isEmpty() || !up) {
            return done;
        }
        Set<String> pending = historyIfReachable().stream()
                .flatMap(history -> history.pending().stream())
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        return done.stream().filter(script -> !pending.contains(script)).toList();
    }

    private Optional<HistoryState> historyIfReachable() {
        try {
            return Optional.of(history());
        } catch (RuntimeException e) {
            progress.detail("the history could not be read again: " + e.getMessage());
            return Optional.empty();
        }
    }

    private ApplyRun applyRun(Heartbeat heartbeat) {
        var configuration = project.configuration();
        return new ApplyRun(
                new ScriptPreparer(configuration, FlywayPlaceholders.of(configuration, placeholders())),
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
