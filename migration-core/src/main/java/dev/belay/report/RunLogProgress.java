package dev.belay.report;

import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.TargetInfo;
import dev.belay.report.Line.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells another progress all that it is told, and a log too. */
final class RunLogProgress implements Progress {

    private final RunLog log;
    private final Progress other;
    private Optional<Environment> environment = Optional.empty();

    RunLogProgress(RunLog log, Progress other) {
        this.log = log;
        this.other = other;
    }

    @Override
    public void info(String line) {
        log.write(Level.INFO, line);
        other.info(line);
    }

    @Override
    public void detail(String line) {
        log.write(Level.DETAIL, line);
        other.detail(line);
    }

    @Override
    public void warn(String line) {
        log.write(Level.WARN, line);
        other.warn(line);
    }

    @Override
    public void opened(TargetInfo target, RunId run) {
        environment = Optional.of(target.environment());
        log.begin(run);
        log.write(
                Level.INFO,
                TargetText.of("opened", target, Optional.of(run), Style.PLAIN).text());
        other.opened(target, run);
    }

    @Override
    public void scriptStarted(ScriptRun script) {
        log.write(Level.INFO, script.script() + " begins (" + script.number() + " of " + script.total() + ")");
        other.scriptStarted(script);
    }

    @Override
    public void statementStarted(ScriptRun script, StatementRun statement) {
        log.write(Level.DETAIL, place(script, statement) + ": " + statement.summary());
        other.statementStarted(script, statement);
    }

    @Override
    public void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {
        log.write(Level.INFO, place(script, statement) + " still running, " + Words.time(elapsed));
        other.statementRunning(script, statement, elapsed);
    }

    @Override
    public void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {
        log.write(Level.DETAIL, place(script, statement) + " done in " + Words.shortTime(elapsed));
        other.statementFinished(script, statement, elapsed);
    }

    @Override
    public void scriptFinished(ScriptRun script, Duration elapsed) {
        log.write(Level.INFO, script.script() + " done in " + Words.shortTime(elapsed));
        other.scriptFinished(script, elapsed);
    }

    @Override
    public void step(StepReport report) {
        log.write(RunText.stepLine(report, environment, Style.PLAIN));
        other.step(report);
    }

    @Override
    public void ended(RunReport report) {
        log.write(RunText.closing(report, Style.PLAIN));
        other.ended(report);
    }

    @Override
    public void stopped(List<String> scripts) {
        log.write(
                Level.ERROR,
                "stopped; " + (scripts.isEmpty() ? "no script stays" : "what stays: " + String.join(", ", scripts)));
        other.stopped(scripts);
    }

    private static String place(ScriptRun script, StatementRun statement) {
        return script.script() + ":" + statement.place();
    }
}
