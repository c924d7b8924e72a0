package dev.belay.migrate;

import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptType;
import dev.belay.script.Statement;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What Belay itself keeps in a database for one history: runs and texts, on a session of its own. */
final class Ledger implements AutoCloseable {

    private final Connection connection;
    private final String history;
    private final RunId run;
    private final Progress progress;
    private final KeptScripts kept;
    private final RunJournal runs;
    private final StepJournal steps;
    private boolean there;
    private boolean ensured;
    private boolean begun;
    private Optional<RunOrigin> origin = Optional.empty();

    /**
     * @param connection in auto-commit mode; closed with this object
     * @param history the history table, quoted and qualified
     */
    Ledger(Connection connection, String history, RunId run, Progress progress) {
        this.connection = connection;
        this.history = history;
        this.run = run;
        this.progress = progress;
        this.kept = new KeptScripts(history);
        this.runs = new RunJournal(history);
        this.steps = new StepJournal(history);
        this.there = BelaySchema.exists(connection);
    }

    KeptScripts kept() {
        return kept;
    }

    Set<Version> undoVersions() {
        return there ? query(() -> kept.undoVersions(connection)) : Set.of();
    }

    Map<Version, ScriptFile> undoScripts() {
        return there ? query(() -> kept.undoScripts(connection)) : Map.of();
    }

    /** {@return all texts that are kept of scripts of a type, the newest first} */
    List<KeptScript> texts(ScriptType type) {
        return there ? query(() -> kept.texts(connection, type)) : List.of();
    }

    Optional<LastRun> lastRun() {
        return there ? query(() -> runs.last(connection)) : Optional.empty();
    }

    Optional<RunId> leftInvalid(String goal) {
        return there ? query(() -> runs.leftInvalid(connection, goal)) : Optional.empty();
    }

    /** {@return the runs on this history, the newest first} */
    List<PastRun> runs() {
        return there && BelaySchema.isComplete(connection)
                ? query(() -> new RunArchive(history).all(connection))
                : List.of();
    }

    /** {@return runs that have no end; the caller holds the run lock, so that none of them lives} */
    List<KilledRun> killed() {
        return there && BelaySchema.isComplete(connection) ? query(() -> runs.killed(connection, run)) : List.of();
    }

    /** {@return runs that have no end, and no session either} */
    List<KilledRun> interruptedRuns() {
        return there && BelaySchema.isComplete(connection) ? query(() -> runs.interrupted(connection, run)) : List.of();
    }

    /** Notes what became of what a killed run has left. */
    void seen(KilledRun killed, String line) {
        query(() -> {
            runs.seen(connection, killed.run(), run, line);
            return null;
        });
    }

    /** Notes the same of one that had put the backup in the place of the database. */
    void seenRestored(KilledRun killed, String line) {
        query(() -> {
            runs.seenRestored(connection, killed.run(), run, line);
            return null;
        });
    }

    /** {@return scripts that were at work outside of a transaction when their run was killed} */
    List<StepJournal.Interrupted> interrupted() {
        return there && BelaySchema.isComplete(connection) ? query(() -> steps.left(connection)) : List.of();
    }

    /** A script begins that runs without a transaction. */
    void scriptStarted(String script, int checksum, List<String> statements) {
        query(() -> {
            steps.started(connection, run, script, checksum, statements);
            return null;
        });
    }

    /** The server has carried out so many statements of that script. */
    void statementsDone(String script, int statements) {
        query(() -> {
            steps.done(connection, run, script, statements);
            return null;
        });
    }

    /** Forgets a script that was at work when its run was killed, and is known to have ended. */
    void settle(StepJournal.Interrupted interrupted) {
        query(() -> {
            steps.settled(connection, interrupted);
            return null;
        });
    }

    /** {@return the indexes that were dropped, so that the script may run again; empty when it did something else, too} */
    Optional<List<String>> takeBack(StepJournal.Interrupted interrupted, List<Statement> statements, String schema) {
        return query(() -> {
            var dropped = new InterruptedIndexes(connection, interrupted, statements, schema).takeBack();
            if (dropped.isPresent()) {
                steps.settled(connection, interrupted);
            }
            return dropped;
        });
    }

    /** {@return the indexes that are not valid now, quoted and qualified; empty when the server does not answer} */
    List<String> invalidIndexes() {
        try {
            return InvalidIndexes.names(connection);
        } catch (SQLException e) {
            progress.detail("the server could not be asked for invalid indexes: " + e.getMessage());
            return List.of();
        }
    }

    /** Keeps those of these texts that are not kept yet. */
    void keep(List<ScriptFile> applied) {
        if (applied.isEmpty()) {
            return;
        }
        ensure();
        query(() -> {
            kept.keep(connection, run.value(), notKept(applied));
            return null;
        });
    }

    /** {@return those of these texts that are not kept yet} */
    List<ScriptFile> notKept(List<ScriptFile> applied) {
        Set<KeptScripts.Key> known = there ? query(() -> kept.keys(connection)) : Set.of();
        return applied.stream()
                .filter(file -> !known.contains(KeptScripts.keyOf(file, file.text())))
                .toList();
    }

    /** {@return whether the schema {@code belay} is there} */
    boolean exists() {
        return there;
    }

    /**
     * Does {@code work} between a row that says that the run has begun, committed before it, and one that says how it
     * ended.
     *
     * @param before the version before
     * @param after asked for the version when the work has succeeded
     */
    <T> T record(String goal, Optional<Version> before, Supplier<T> work, Supplier<Optional<Version>> after) {
        if (begun) {
            return asPartOfTheRun(work);
        }
        begin(goal, before);
        boolean succeeded = false;
        try {
            T result = work.get();
            succeeded = true;
            return result;
        } finally {
            finish(succeeded, after);
        }
    }

    /** The run's own row is written by who began it. */
    private <T> T asPartOfTheRun(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            attempt(() -> steps.ended(connection, run));
        }
    }

    /** Writes that a run begins, unless it has been written. */
    void begin(String goal, Optional<Version> before) {
        ensure();
        query(() -> {
            runs.started(connection, run, goal, before.map(Version::toString));
            if (origin.isPresent()) {
                runs.startedFrom(connection, run, origin.get());
            }
            return null;
        });
        begun = true;
    }

    /** Writes that a run begins of which all this is known, at once: one that is killed is known by it. */
    void begin(RunRecord.Facts facts) {
        ensure();
        query(() -> {
            runs.started(connection, run, facts);
            return null;
        });
        begun = true;
    }

    /** Where the run comes from that is going to begin. */
    void from(RunOrigin known) {
        origin = Optional.of(known);
    }

    /** {@return where the run comes from, when somebody has said so} */
    Optional<RunOrigin> origin() {
        return origin;
    }

    /** {@return whether it is written that the run has begun} */
    boolean hasBegun() {
        return begun;
    }

    /** The run has been written by an earlier session of it. */
    void resume() {
        begun = true;
    }

    /** Writes something of this run; see {@link RunRecord}. */
    void write(RunRecord.Entry entry) {
        query(() -> {
            entry.write(connection, run);
            return null;
        });
    }

    /**
     * Writes how the run ended that {@link #begin} began.
     *
     * @return why that could not be written; empty when it was
     */
    Optional<String> end(String result, Optional<Version> after, List<String> audit) {
        return attempted(() -> runs.ended(connection, run, result, after.map(Version::toString), audit));
    }

    /** {@return the last run, if it was to do this and was taken back} */
    Optional<RunId> lastTakenBack(String fingerprint) {
        return there && BelaySchema.isComplete(connection)
                ? query(() -> runs.takenBack(connection, fingerprint))
                : Optional.empty();
    }

    /** A journal that cannot be written any more must not hide why the run failed. */
    private void finish(boolean succeeded, Supplier<Optional<Version>> after) {
        attempt(() -> {
            Optional<String> now = succeeded ? after.get().map(Version::toString) : Optional.empty();
            runs.finished(connection, run, succeeded ? "succeeded" : "failed", now);
            steps.ended(connection, run);
        });
    }

    private void attempt(Attempt writing) {
        attempted(writing)
                .ifPresent(why -> progress.warn("the end of this run could not be written to belay.run: " + why));
    }

    private static Optional<String> attempted(Attempt writing) {
        try {
            writing.run();
            return Optional.empty();
        } catch (SQLException | RuntimeException e) {
            // the embedded server ends with the build; the next look at the journal says that it was interrupted
            return Exiting.isUnderWay() ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void ensure() {
        if (!ensured) {
            BelaySchema.ensure(connection);
            there = true;
            ensured = true;
        }
    }

    private static <T> T query(SqlWork<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws SQLException;
    }

    @FunctionalInterface
    private interface SqlWork<T> {
        T run() throws SQLException;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            progress.detail("closing the journal's session: " + e.getMessage());
        }
    }
}
