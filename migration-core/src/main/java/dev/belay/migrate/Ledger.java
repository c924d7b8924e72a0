package dev.belay.migrate;

import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
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
    private final RunId run;
    private final Progress progress;
    private final KeptScripts kept;
    private final RunJournal runs;
    private boolean there;

    /**
     * @param connection in auto-commit mode; closed with this object
     * @param history the history table, quoted and qualified
     */
    Ledger(Connection connection, String history, RunId run, Progress progress) {
        this.connection = connection;
        this.run = run;
        this.progress = progress;
        this.kept = new KeptScripts(history);
        this.runs = new RunJournal(history);
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

    Optional<LastRun> lastRun() {
        return there ? query(() -> runs.last(connection)) : Optional.empty();
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
        ensure();
        query(() -> {
            runs.started(connection, run, goal, before.map(Version::toString));
            return null;
        });
        boolean succeeded = false;
        try {
            T result = work.get();
            succeeded = true;
            return result;
        } finally {
            finish(succeeded, after);
        }
    }

    /** A journal that cannot be written any more must not hide why the run failed. */
    private void finish(boolean succeeded, Supplier<Optional<Version>> after) {
        try {
            Optional<String> now = succeeded ? after.get().map(Version::toString) : Optional.empty();
            runs.finished(connection, run, succeeded ? "succeeded" : "failed", now);
        } catch (SQLException | RuntimeException e) {
            progress.warn("the end of this run could not be written to belay.run: " + e.getMessage());
        }
    }

    private void ensure() {
        if (!there) {
            BelaySchema.ensure(connection);
            there = true;
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
