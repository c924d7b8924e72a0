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
    private final Ledger ledger;
    private final Runnable beforeEach;
    private final List<Ran> done = new ArrayList<>();
    private final List<Statement> doneStatements = new ArrayList<>();
    private int total;
    private int started;
    private Ran current;
    private String notBegun;
    private StatementFailure failure;
    private String aim = "";

    /**
     * A migration that runs or has run.
     *
     * @param script its path below its location, or its class
     */
    record Ran(String script, boolean inTransaction) {}

    /** @param beforeEach throws before a script that may not begin */
    ApplyContext(RunId run, Progress progress, Ledger ledger, Runnable beforeEach) {
        this.run = run;
        this.progress = progress;
        this.ledger = ledger;
        this.beforeEach = beforeEach;
    }

    RunId run() {
        return run;
    }

    Progress progress() {
        return progress;
    }

    KeptScripts kept() {
        return ledger.kept();
    }

    /** The run is to end here, as {@code db.target} says it; empty for the latest version. */
    void aimAt(String target) {
        aim = target;
    }

    /** {@return what the same goal is to be given again, with a blank before it; empty for nothing} */
    String retypedTarget() {
        return aim.isEmpty() ? "" : " -Ddb.target=" + aim;
    }

    void expect(int scripts) {
        total = scripts;
    }

    Progress.ScriptRun begin(PreparedScript script) {
        requireMay(script.file().script());
        if (!script.inTransaction()) {
            ledger.scriptStarted(
                    script.file().script(),
                    script.text().hashCode(),
                    script.statements().stream().map(FailureReport::line).toList());
        }
        return started(
                new Ran(script.file().script(), script.inTransaction()),
                script.statements().size());
    }

    /** A migration that is no SQL script begins. */
    Progress.ScriptRun begin(Ran migration) {
        requireMay(migration.script());
        return started(migration, 0);
    }

    private void requireMay(String script) {
        notBegun = script;
        beforeEach.run();
        notBegun = null;
    }

    private Progress.ScriptRun started(Ran migration, int statements) {
        current = migration;
        doneStatements.clear();
        started++;
        return new Progress.ScriptRun(started, Math.max(total, started), migration.script(), statements);
    }

    void statementDone(Statement statement) {
        doneStatements.add(statement);
        if (current != null && !current.inTransaction()) {
            ledger.statementsDone(current.script(), doneStatements.size());
        }
    }

    /** The migration that began last has done its work; whether that is committed is not said. */
    void scriptDone() {
        done.add(current);
        current = null;
    }

    void failed(StatementFailure newFailure) {
        failure = newFailure;
    }

    Optional<StatementFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the migration that was next, when it was not let begin} */
    Optional<String> notBegun() {
        return Optional.ofNullable(notBegun);
    }

    /** {@return the migration that has begun and not ended} */
    Optional<Ran> current() {
        return Optional.ofNullable(current);
    }

    /** {@return the statements of the current script that the server has carried out} */
    List<Statement> doneStatements() {
        return List.copyOf(doneStatements);
    }

    /** {@return the migrations that have done their work} */
    List<Ran> done() {
        return List.copyOf(done);
    }
}
