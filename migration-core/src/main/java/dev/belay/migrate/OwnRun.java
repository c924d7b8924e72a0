package dev.belay.migrate;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.script.Version;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The row of this very run in {@code belay.run}, from its beginning to its end. */
final class OwnRun {

    private final LedgerSession session;
    private final RunId run;
    private final Progress progress;
    private final RunJournal runs;
    private final StepJournal steps;
    private boolean begun;
    private Optional<RunOrigin> origin = Optional.empty();

    /** @param history the history table, quoted and qualified */
    OwnRun(LedgerSession session, String history, RunId run, Progress progress) {
        this.session = session;
        this.run = run;
        this.progress = progress;
        this.runs = new RunJournal(history);
        this.steps = new StepJournal(history);
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
            return asPart(work);
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

    /** The row is written by who began it. */
    private <T> T asPart(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            attempt(connection -> steps.ended(connection, run));
        }
    }

    private void begin(String goal, Optional<Version> before) {
        session.ensure();
        session.write(connection -> {
            runs.started(connection, run, goal, before.map(Version::toString));
            if (origin.isPresent()) {
                runs.startedFrom(connection, run, origin.get());
            }
        });
        begun = true;
    }

    /** Writes that a run begins of which all this is known, at once: one that is killed is known by it. */
    void begin(RunRecord.Facts facts) {
        session.ensure();
        session.write(connection -> runs.started(connection, run, facts));
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
        session.write(connection -> entry.write(connection, run));
    }

    /**
     * Writes how the run ended that {@link #begin} began.
     *
     * @return why that could not be written; empty when it was
     */
    Optional<String> end(String result, Optional<Version> after, List<String> audit) {
        return attempted(connection -> runs.ended(connection, run, result, after.map(Version::toString), audit));
    }

    /** A journal that cannot be written any more must not hide why the run failed. */
    private void finish(boolean succeeded, Supplier<Optional<Version>> after) {
        attempt(connection -> {
            Optional<String> now = succeeded ? after.get().map(Version::toString) : Optional.empty();
            runs.finished(connection, run, succeeded ? "succeeded" : "failed", now);
            steps.ended(connection, run);
        });
    }

    private void attempt(LedgerSession.Entry entry) {
        attempted(entry)
                .ifPresent(why -> progress.warn("the end of this run could not be written to belay.run: " + why));
    }

    private Optional<String> attempted(LedgerSession.Entry entry) {
        try {
            session.writeIfPossible(entry);
            return Optional.empty();
        } catch (SQLException | RuntimeException e) {
            // the embedded server ends with the build; the next look at the journal says that it was interrupted
            return Exiting.isUnderWay() ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
