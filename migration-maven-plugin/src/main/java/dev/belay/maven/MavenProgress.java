package dev.belay.maven;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.TargetInfo;
import dev.belay.report.RunText;
import dev.belay.report.Style;
import dev.belay.report.TargetText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run as it goes on, in Maven's log. A short run has a line for each script, a long one a line for each twentieth
 * part; {@code -X} shows every script and statement.
 */
final class MavenProgress implements Progress {

    private static final int SHORT_RUN = 20;

    private final Goal goal;
    private final ConsoleLog log;
    private final Style style;

    MavenProgress(Goal goal, Style style) {
        this.goal = goal;
        this.log = goal.log();
        this.style = style;
    }

    @Override
    public void info(String line) {
        log.info(line);
    }

    @Override
    public void detail(String line) {
        log.debug(line);
    }

    @Override
    public void warn(String line) {
        log.warn(line);
    }

    @Override
    public void opened(TargetInfo target, RunId run) {
        goal.witness().opened(target, run);
        // a run that only looks leaves no trace that its name would lead to
        Optional<RunId> named = Optional.of(run).filter(id -> goal.changesDatabase());
        log.info(TargetText.of(goal.name(), target, named, style).text());
    }

    @Override
    public void scriptStarted(ScriptRun script) {
        goal.witness().scriptStarted();
        log.debug("  " + script.script() + " begins" + count(script));
    }

    @Override
    public void statementStarted(ScriptRun script, StatementRun statement) {
        log.debug("    " + place(script, statement));
    }

    @Override
    public void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {
        log.info("  " + place(script, statement) + " still running, " + elapsed.toSeconds() + " s");
    }

    @Override
    public void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {
        log.debug("    " + seconds(elapsed));
    }

    @Override
    public void scriptFinished(ScriptRun script, Duration elapsed) {
        String line = "  " + style.strong(script.script()) + "  " + seconds(elapsed) + count(script);
        if (isMilestone(script)) {
            log.info(line);
        } else {
            log.debug(line);
        }
    }

    @Override
    public void step(StepReport report) {
        RunText.stepLine(report, goal.witness().target().map(TargetInfo::environment), style)
                .forEach(line -> {
                    switch (line.level()) {
                        case DETAIL -> log.debug(line.text());
                        case INFO -> log.info(line.text());
                        case WARN -> log.warn(line.text());
                        case ERROR -> log.error(line.text());
                    }
                });
    }

    @Override
    public void ended(RunReport report) {
        goal.witness().ended(report);
    }

    @Override
    public void stopped(List<String> scripts) {
        goal.witness().stopped(scripts);
    }

    /** Whether the script is the one that completes another twentieth of a long run. */
    static boolean isMilestone(Progress.ScriptRun script) {
        int total = script.total();
        return total <= SHORT_RUN
                || script.number() == total
                || (long) script.number() * SHORT_RUN / total > (script.number() - 1L) * SHORT_RUN / total;
    }

    private static String place(ScriptRun script, StatementRun statement) {
        return script.script() + ":" + statement.place() + " statement " + statement.number()
                + (script.statements() > 0 ? " of " + script.statements() : "") + ": " + statement.summary();
    }

    private static String count(ScriptRun script) {
        return "   (" + script.number() + " of " + script.total() + ")";
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.2f s", elapsed.toMillis() / 1000.0);
    }
}
