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

/** What Belay itself keeps in a database for one history: runs and texts, on a session of its own. */
final class Ledger implements AutoCloseable {

    private final LedgerSession session;
    private final String history;
    private final RunId run;
    private final Progress progress;
    private final OwnRun own;
    private final KeptScripts kept;
    private final RunJournal runs;
    private final StepJournal steps;

    /**
     * @param connection in auto-commit mode; closed with this object
     * @param history the history table, quoted and qualified
     */
    Ledger(Connection connection, String history, RunId run, Progress progress) {
        this.session = new LedgerSession(connection);
        this.history = history;
        this.run = run;
        this.progress = progress;
        this.own = new OwnRun(session, history, run, progress);
        this.kept = new KeptScripts(history);
        this.runs = new RunJournal(history);
        this.steps = new StepJournal(history);
    }

    /** {@return the run that this session belongs to} */
    OwnRun own() {
        return own;
    }

    KeptScripts kept() {
        return kept;
    }

    Set<Version> undoVersions() {
        return session.ask(kept::undoVersions, Set.of());
    }

    Map<Version, ScriptFile> undoScripts() {
        return session.ask(kept::undoScripts, Map.of());
    }

    /** {@return all texts that are kept of scripts of a type, the newest first} */
    List<KeptScript> texts(ScriptType type) {
        return session.ask(connection -> kept.texts(connection, type), List.of());
    }

    Optional<LastRun> lastRun() {
        return session.ask(runs::last, Optional.empty());
    }

    Optional<RunId> leftInvalid(String goal) {
        return session.askComplete(connection -> runs.leftInvalid(connection, goal), Optional.empty());
    }

    /** Notes that what a run has left holds. */
    void holds(RunId left) {
        session.write(connection -> runs.holds(connection, left, run));
    }

    /** {@return the runs on this history, the newest first} */
    List<PastRun> runs() {
        return session.askComplete(new RunArchive(history)::all, List.of());
    }

    /** {@return runs that have no end; the caller holds the run lock, so that none of them lives} */
    List<KilledRun> killed() {
        return session.askComplete(connection -> runs.killed(connection, run), List.of());
    }

    /** {@return runs that have no end, and no session either} */
    List<KilledRun> interruptedRuns() {
        return session.askComplete(connection -> runs.interrupted(connection, run), List.of());
    }

    /** Notes lines of this run, which goes on. */
    void note(List<String> lines) {
        session.write(connection -> runs.note(connection, run, lines));
    }

    /** Writes that killed runs were rolled back which had come to that, and were to do this. */
    void killedTakenBack(String fingerprint) {
        if (session.isComplete()) {
            session.write(connection -> runs.killedTakenBack(connection, fingerprint, run));
        }
    }

    /** {@return the last upgrade, if it was killed on its way back} */
    Optional<RunRecord.HalfBack> halfBack() {
        return session.askComplete(connection -> runs.halfBack(connection, run), Optional.empty());
    }

    /** {@return the last run, if it was to do this and was taken back} */
    Optional<RunId> lastTakenBack(String fingerprint) {
        return session.askComplete(connection -> runs.takenBack(connection, fingerprint), Optional.empty());
    }

    /** Notes what became of what a killed run has left. */
    void seen(KilledRun killed, String line) {
        session.write(connection -> runs.seen(connection, killed.run(), run, line));
    }

    /** Notes the same of one that had put the backup in the place of the database. */
    void seenRestored(KilledRun killed, String line) {
        session.write(connection -> runs.seenRestored(connection, killed.run(), run, line));
    }

    /** {@return scripts that were at work outside of a transaction when their run was killed} */
    List<StepJournal.Interrupted> interrupted() {
        return session.askComplete(steps::left, List.of());
    }

    /** A script begins that runs without a transaction. */
    void scriptStarted(String script, int checksum, List<String> statements) {
        session.write(connection -> steps.started(connection, run, script, checksum, statements));
    }

    /** The server has carried out so many statements of that script. */
    void statementsDone(String script, int statements) {
        session.write(connection -> steps.done(connection, run, script, statements));
    }

    /** Forgets a script that was at work when its run was killed, and is known to have ended. */
    void settle(StepJournal.Interrupted interrupted) {
        session.write(connection -> steps.settled(connection, interrupted));
    }

    /** {@return the indexes that were dropped, so that the script may run again; empty when it did something else, too} */
    Optional<List<String>> takeBack(StepJournal.Interrupted interrupted, List<Statement> statements, String schema) {
        return session.ask(connection -> {
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
            return session.askIfPossible(InvalidIndexes::names);
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
        session.ensure();
        session.write(connection -> kept.keep(connection, run.value(), notKept(applied)));
    }

    /** {@return those of these texts that are not kept yet} */
    List<ScriptFile> notKept(List<ScriptFile> applied) {
        Set<KeptScripts.Key> known = session.ask(kept::keys, Set.of());
        return applied.stream()
                .filter(file -> !known.contains(KeptScripts.keyOf(file, file.text())))
                .toList();
    }

    /** {@return whether the schema {@code belay} is there} */
    boolean exists() {
        return session.exists();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            progress.detail("closing the journal's session: " + e.getMessage());
        }
    }
}
