package dev.belay.command;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.TargetInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers what a run says, and lets a test do something when a statement begins. */
final class Told implements Progress {

    private final List<String> infos = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> details = new CopyOnWriteArrayList<>();
    private final List<RunId> opened = new CopyOnWriteArrayList<>();
    private List<String> stayed = List.of();
    private final List<String> scripts = new CopyOnWriteArrayList<>();
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final List<StepReport> steps = new CopyOnWriteArrayList<>();
    private volatile Optional<RunReport> report = Optional.empty();
    private volatile Consumer<String> onInfo = line -> {};
    private volatile Consumer<StepReport> onStep = step -> {};
    private volatile Consumer<StatementRun> onStatement = statement -> {};

    /** Hears each step when it has ended. */
    void onStep(Consumer<StepReport> listener) {
        onStep = listener;
    }

    void onInfo(Consumer<String> listener) {
        onInfo = listener;
    }

    void onStatement(Consumer<StatementRun> listener) {
        onStatement = listener;
    }

    @Override
    public void opened(TargetInfo target, RunId run) {
        opened.add(run);
    }

    /** {@return the runs that have said on which database they are, as often as they have} */
    List<RunId> opened() {
        return opened;
    }

    List<String> infos() {
        return infos;
    }

    List<String> warnings() {
        return warnings;
    }

    /** {@return the scripts begun, as {@code number/total script}} */
    List<String> scripts() {
        return scripts;
    }

    /** {@return the statements begun, as {@code script place summary}} */
    List<String> statements() {
        return statements;
    }

    /** {@return the scripts of the run that failed last that stay applied, or undone} */
    List<String> stayed() {
        return stayed;
    }

    /** {@return the steps that have ended} */
    List<StepReport> steps() {
        return steps;
    }

    /** {@return the story of the run that ended last} */
    RunReport report() {
        return report.orElseThrow();
    }

    List<String> everything() {
        return List.of(infos, warnings, details, scripts, statements).stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void info(String line) {
        infos.add(line);
        onInfo.accept(line);
    }

    @Override
    public void detail(String line) {
        details.add(line);
    }

    @Override
    public void warn(String line) {
        warnings.add(line);
    }

    @Override
    public void step(StepReport step) {
        steps.add(step);
        onStep.accept(step);
    }

    @Override
    public void ended(RunReport ended) {
        report = Optional.of(ended);
    }

    @Override
    public void stopped(List<String> stay) {
        stayed = stay;
    }

    @Override
    public void scriptStarted(ScriptRun script) {
        scripts.add(script.number() + "/" + script.total() + " " + script.script());
    }

    @Override
    public void statementStarted(ScriptRun script, StatementRun statement) {
        statements.add(script.script() + " " + statement.place() + " " + statement.summary());
        onStatement.accept(statement);
    }

    @Override
    public void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {
        details.add(script.script() + " " + statement.summary() + " " + elapsed);
    }
}
