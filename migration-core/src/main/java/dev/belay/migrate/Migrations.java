package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * A project's migrations in one database: what is applied, and applying and undoing it. The caller holds the run lock
 * while it upgrades or downgrades. Not thread-safe.
 */
public final class Migrations implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final MigrationProject project;
    private final Supplier<Connection> connections;
    private final RunId run;
    private final Progress progress;
    private final FlywayAccess flyway;
    private final Connection journal;
    private final Where where;

    /** What the server says of the connection: Flyway's own placeholders need it. */
    private record Where(String database, String user, String schema) {}

    /**
     * What an upgrade or downgrade did.
     *
     * @param before the highest version before
     * @param after the highest version now
     * @param scripts in the order in which they ran
     * @param warnings for people
     */
    public record Result(
            Optional<Version> before, Optional<Version> after, List<AppliedScript> scripts, List<String> warnings) {}

    /**
     * @param project the scripts
     * @param connections opens sessions in the database; this object and Flyway close those that they open
     * @param run names the run in the journal
     * @param progress hears what happens
     * @throws EnvironmentException when the first session cannot be used
     */
    public Migrations(MigrationProject project, Supplier<Connection> connections, RunId run, Progress progress) {
        this.project = project;
        this.connections = connections;
        this.run = run;
        this.progress = progress;
        this.flyway = new FlywayAccess(project, connections, progress);
        this.journal = connections.get();
        this.where = where(journal);
    }

    private static Where where(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT current_database(), current_user, coalesce(current_schema(), 'public')")) {
            row.next();
            return new Where(row.getString(1), row.getString(2), row.getString(3));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("the server does not answer: " + e.getMessage(), "check the server, then try again"), e);
        }
    }

    /** {@return every migration with its state} */
    public HistoryState history() {
        return inFlyway(Optional.empty(), this::read);
    }

    /** {@return the last run of Belay that changed this history} */
    public Optional<LastRun> lastRun() {
        if (!BelaySchema.exists(journal)) {
            return Optional.empty();
        }
        return onJournal(() -> new RunJournal(historyTable()).last(journal));
    }

    /**
     * Applies what is pending.
     *
     * @throws dev.belay.outcome.RefusalException when the scripts, the history or the target forbid it, or a statement
     *     fails
     */
    public Result upgrade(UpTarget target) {
        project.requireSound();
        try (var heartbeat = new Heartbeat(HEARTBEAT)) {
            ApplyRun apply = applyRun(heartbeat);
            return reporting(
                    "upgrade", apply, () -> inFlyway(Optional.of(apply), scope -> upgrade(scope, apply, target)));
        }
    }

    private Result upgrade(FlywayScope scope, ApplyRun apply, UpTarget target) {
        HistoryState before = read(scope);
        requireNoneFailed(before);
        Optional<Version> limit = Targets.up(target, before);
        limit.ifPresent(version -> scope.configuration().setTarget(MigrationVersion.fromVersion(version.toString())));
        var migrate = new MigrateCommand(scope);
        migrate.requireAgreement();
        List<HistoryEntry> pending = read(scope).pending();
        List<String> warnings = prepare(pending, apply);
        keepTextsOfWhatIsApplied(before);
        if (pending.isEmpty()) {
            return new Result(before.current(), before.current(), List.of(), warnings);
        }
        apply.context().expect(pending.size());
        MigrateResult result = journaled("upgrade", before, scope, migrate::migrate);
        List<AppliedScript> applied = result.migrations.stream()
                .map(m -> new AppliedScript(
                        Optional.ofNullable(m.version).filter(v -> !v.isBlank()),
                        m.description,
                        script(m.filepath, m.description, pending),
                        Duration.ofMillis(m.executionTime),
                        inTransaction(pending, m.version, m.description, apply)))
                .toList();
        return new Result(before.current(), read(scope).current(), applied, warnings);
    }

    /**
     * Takes versions back.
     *
     * @throws dev.belay.outcome.RefusalException before it starts when an undo script is missing, naming all of them; or
     *     when a statement fails
     */
    public Result downgrade(DownTarget target) {
        project.requireSound();
        try (var heartbeat = new Heartbeat(HEARTBEAT)) {
            ApplyRun apply = applyRun(heartbeat);
            return reporting(
                    "downgrade", apply, () -> inFlyway(Optional.of(apply), scope -> downgrade(scope, apply, target)));
        }
    }

    private Result downgrade(FlywayScope scope, ApplyRun apply, DownTarget target) {
        HistoryState before = read(scope);
        requireNoneFailed(before);
        List<UndoCommand.Step> steps = undoSteps(Targets.down(target, before), apply);
        if (steps.isEmpty()) {
            return new Result(before.current(), before.current(), List.of(), List.of());
        }
        var undo = new UndoCommand(scope, apply);
        journaled("downgrade", before, scope, () -> {
            undo.undo(steps);
            return null;
        });
        return new Result(
                before.current(),
                read(scope).current(),
                undo.undone(),
                mixedWarnings(steps.stream().map(UndoCommand.Step::undo).toList()));
    }

    private List<UndoCommand.Step> undoSteps(List<HistoryEntry> versions, ApplyRun apply) {
        Map<Version, ScriptFile> kept =
                BelaySchema.exists(journal) ? onJournal(() -> kept().undoScripts(journal)) : Map.of();
        return versions.stream()
                .map(entry -> new UndoCommand.Step(
                        entry,
                        apply.preparer()
                                .prepare(UndoCommand.script(entry, apply.undoFiles(), kept)
                                        .orElseThrow())))
                .toList();
    }

    private void requireNoneFailed(HistoryState history) {
        if (!history.failed().isEmpty()) {
            throw new dev.belay.outcome.RefusalException(Problem.of(
                            "an earlier attempt failed half-way, and the history still says so",
                            "undo by hand what that attempt left behind, then remove the row with" + "  DELETE FROM "
                                    + historyTable() + " WHERE NOT success;")
                    .withDetails(history.failed().stream()
                            .map(entry -> entry.script() + ": failed"
                                    + entry.installedOn().map(at -> " on " + at).orElse(""))
                            .toList())
                    .withState("The database is unchanged by this run."));
        }
    }

    /** Reads every script that is going to run, so that what is wrong with one is known before the first changes anything. */
    private List<String> prepare(List<HistoryEntry> pending, ApplyRun apply) {
        return mixedWarnings(pending.stream()
                .flatMap(entry -> project.catalog().find(entry.script()).stream())
                .map(apply.preparer()::prepare)
                .toList());
    }

    private List<String> mixedWarnings(List<PreparedScript> scripts) {
        return scripts.stream()
                .filter(script -> !script.inTransaction() && script.mixed())
                .map(script -> script.file().script()
                        + " runs without a transaction because one of its statements cannot run in one; if it fails"
                        + " half-way, what was done stays. Put that statement in a script of its own.")
                .toList();
    }

    private void keepTextsOfWhatIsApplied(HistoryState before) {
        List<ScriptFile> applied = new ArrayList<>();
        for (HistoryEntry entry : before.inForce()) {
            if (entry.state() != HistoryEntry.State.CHANGED) {
                project.catalog().find(entry.script()).ifPresent(applied::add);
            }
            Optional.ofNullable(
                            project.undoFiles().get(Version.of(entry.version().orElseThrow())))
                    .ifPresent(applied::add);
        }
        if (applied.isEmpty()) {
            return;
        }
        BelaySchema.ensure(journal);
        onJournal(() -> {
            Set<KeptScripts.Key> known = new HashSet<>(kept().keys(journal));
            applied.removeIf(file -> known.contains(KeptScripts.keyOf(file, file.text())));
            kept().keep(journal, run.value(), applied);
            return null;
        });
    }

    private <T> T journaled(String goal, HistoryState before, FlywayScope scope, Supplier<T> work) {
        BelaySchema.ensure(journal);
        var runs = new RunJournal(historyTable());
        onJournal(() -> {
            runs.started(journal, run, goal, before.current().map(Version::toString));
            return null;
        });
        boolean succeeded = false;
        try {
            T result = work.get();
            succeeded = true;
            return result;
        } finally {
            finish(runs, scope, succeeded);
        }
    }

    /** A journal that cannot be written any more must not hide why the run failed. */
    private void finish(RunJournal runs, FlywayScope scope, boolean succeeded) {
        try {
            Optional<String> now = succeeded ? read(scope).current().map(Version::toString) : Optional.empty();
            runs.finished(journal, run, succeeded ? "succeeded" : "failed", now);
        } catch (SQLException | RuntimeException e) {
            progress.warn("the end of this run could not be written to belay.run: " + e.getMessage());
        }
    }

    private <T> T reporting(String goal, ApplyRun apply, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new FailureReport(
                            apply.context(),
                            where.database(),
                            historyTable(),
                            goal,
                            this::historyIfReachable,
                            project.configuration().isGroup())
                    .of(e);
        }
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
        return new ApplyRun(
                new ScriptPreparer(
                        project.configuration(), FlywayPlaceholders.of(project.configuration(), placeholders())),
                new StatementRunner(progress, heartbeat),
                new ApplyContext(run, progress, kept()),
                project.undoFiles());
    }

    private <T> T inFlyway(Optional<ApplyRun> apply, java.util.function.Function<FlywayScope, T> work) {
        return flyway.execute(placeholders(), apply, work);
    }

    private HistoryState read(FlywayScope scope) {
        Set<Version> keptUndo = BelaySchema.exists(journal) ? onJournal(() -> kept().undoVersions(journal)) : Set.of();
        return new HistoryState(new HistoryReader(project.undoFiles().keySet(), keptUndo).read(scope));
    }

    private static String script(String filepath, String description, List<HistoryEntry> pending) {
        return pending.stream()
                .filter(entry -> filepath != null && filepath.endsWith(entry.script()))
                .map(HistoryEntry::script)
                .findFirst()
                .orElse(description);
    }

    private boolean inTransaction(List<HistoryEntry> pending, String version, String description, ApplyRun apply) {
        return pending.stream()
                .filter(entry -> entry.version().orElse("").equals(version == null ? "" : version)
                        && entry.description().equals(description))
                .findFirst()
                .flatMap(entry -> project.catalog().find(entry.script()))
                .map(script -> apply.preparer().prepare(script).inTransaction())
                .orElse(true);
    }

    private Map<String, String> placeholders() {
        return FlywayPlaceholders.defaults(project.configuration(), historySchema(), where.database(), where.user());
    }

    private KeptScripts kept() {
        return new KeptScripts(historyTable());
    }

    private String historySchema() {
        var configuration = project.configuration();
        if (configuration.getDefaultSchema() != null) {
            return configuration.getDefaultSchema();
        }
        return configuration.getSchemas().length > 0 ? configuration.getSchemas()[0] : where.schema();
    }

    private String historyTable() {
        return quote(historySchema()) + "." + quote(project.configuration().getTable());
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private <T> T onJournal(SqlWork<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }

    @FunctionalInterface
    private interface SqlWork<T> {
        T run() throws SQLException;
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (SQLException e) {
            progress.detail("closing the journal's session: " + e.getMessage());
        }
    }
}
