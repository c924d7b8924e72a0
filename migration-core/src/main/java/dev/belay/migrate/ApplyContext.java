package dev.belay.migrate;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one run knows while its scripts are applied or undone; not shared between threads. */
final class ApplyContext {

    private final RunId run;
    private final Progress progress;
    private final KeptScripts kept;
    private final List<Done> done = new ArrayList<>();
    private final List<Statement> doneStatements = new ArrayList<>();
    private int total;
    private int started;
    private PreparedScript current;
    private StatementFailure failure;

    /**
     * A script that has run.
     *
     * @param script its path below its location
     */
    record Done(String script, boolean inTransaction) {}

    ApplyContext(RunId run, Progress progress, KeptScripts kept) {
        this.run = run;
        this.progress = progress;
        this.kept = kept;
    }

    RunId run() {
        return run;
    }

    Progress progress() {
        return progress;
    }

    KeptScripts kept() {
        return kept;
    }

    void expect(int scripts) {
        total = scripts;
    }

    Progress.ScriptRun begin(PreparedScript script) {
        current = script;
        doneStatements.clear();
        return begin(script.file().script(), script.statements().size());
    }

    Progress.ScriptRun begin(String script, int statements) {
        started++;
        return new Progress.ScriptRun(started, Math.max(total, started), script, statements);
    }

    void statementDone(Statement statement) {
        doneStatements.add(statement);
    }

    void scriptDone(PreparedScript script) {
        done.add(new Done(script.file().script(), script.inTransaction()));
        current = null;
    }

    void failed(StatementFailure newFailure) {
        failure = newFailure;
    }

    Optional<StatementFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the script that has begun and not ended} */
    Optional<PreparedScript> current() {
        return Optional.ofNullable(current);
    }

    /** {@return the statements of the current script that the server has carried out} */
    List<Statement> doneStatements() {
        return List.copyOf(doneStatements);
    }

    /** {@return the scripts whose statements have all run} */
    List<Done> done() {
        return List.copyOf(done);
    }
}
