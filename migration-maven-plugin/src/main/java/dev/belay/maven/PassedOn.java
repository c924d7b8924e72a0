package dev.belay.maven;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.TargetInfo;
import java.time.Duration;
import java.util.List;

/** Passes on all that it hears. */
class PassedOn implements Progress {

    private final Progress other;

    PassedOn(Progress other) {
        this.other = other;
    }

    @Override
    public void info(String line) {
        other.info(line);
    }

    @Override
    public void detail(String line) {
        other.detail(line);
    }

    @Override
    public void warn(String line) {
        other.warn(line);
    }

    @Override
    public void opened(TargetInfo target, RunId run) {
        other.opened(target, run);
    }

    @Override
    public void scriptStarted(ScriptRun script) {
        other.scriptStarted(script);
    }

    @Override
    public void statementStarted(ScriptRun script, StatementRun statement) {
        other.statementStarted(script, statement);
    }

    @Override
    public void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {
        other.statementRunning(script, statement, elapsed);
    }

    @Override
    public void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {
        other.statementFinished(script, statement, elapsed);
    }

    @Override
    public void scriptFinished(ScriptRun script, Duration elapsed) {
        other.scriptFinished(script, elapsed);
    }

    @Override
    public void step(StepReport report) {
        other.step(report);
    }

    @Override
    public void ended(RunReport report) {
        other.ended(report);
    }

    @Override
    public void stopped(List<String> scripts) {
        other.stopped(scripts);
    }
}
