package dev.belay.report;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.report.RunPage.Fact;
import dev.belay.report.RunPage.Lock;
import dev.belay.report.RunPage.Rehearsal;
import dev.belay.report.RunPage.Script;
import dev.belay.report.RunPage.Step;
import dev.belay.report.RunPage.Tile;
import dev.belay.report.RunPage.Trouble;
import dev.belay.trace.model.LockMode;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A run as one page that needs nothing else: how it ended, the steps over time, what the rehearsal has shown, the audit
 * trail. Works without JavaScript.
 */
final class RunHtml {

    /** The whole width of a bar. */
    private static final double WHOLE = 1_000;

    /** What is too short to be seen is drawn as wide as this. */
    private static final double LEAST = 4;

    /** More would make a page that no browser likes; the JSON report has all. */
    private static final int SHOWN = 500;

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final RunReport report;
    private final UnaryOperator<String> commands;

    private RunHtml(RunReport report, UnaryOperator<String> commands) {
        this.report = report.withCommands(commands);
        this.commands = commands;
    }

    /**
     * {@return the file's content}
     *
     * @param commands makes a command complete, such as {@code mvn db:downgrade}
     */
    static byte[] bytes(RunReport report, UnaryOperator<String> commands) throws IOException {
        return HtmlTemplate.render(new RunHtml(report, commands).page());
    }

    private RunPage page() {
        return new RunPage(
                report.goal(),
                RunWords.mood(report),
                verdict(),
                RunWords.setting(report),
                "Began " + WHEN.format(report.started()) + ", took " + Words.time(report.duration()) + "; started by "
                        + Visible.of(report.startedBy()) + ".",
                trouble(),
                tiles(),
                facts(),
                steps(),
                Words.time(axis()),
                report.rehearsal().map(RunHtml::rehearsal).orElse(new Rehearsal(List.of(), List.of(), List.of(), "")),
                scripts(),
                more(report.applied().size(), "more script"),
                seen(report.warnings()),
                seen(report.audit()));
    }

    private String verdict() {
        String verdict = Visible.of(RunWords.verdict(report));
        return report.result() == RunReport.Result.SUCCEEDED
                ? verdict
                : verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1);
    }

    private Trouble trouble() {
        Optional<Problem> problem = report.problem();
        return new Trouble(
                problem.map(Problem::what).map(Visible::of).orElse(""),
                problem.map(it -> Visible.of(String.join("\n", it.details()))).orElse(""),
                RunWords.takenBack(report).orElse(""),
                problem.flatMap(Problem::state).map(Visible::of).orElse(""),
                problem.map(Problem::next).map(Visible::of).orElse(""));
    }

    private List<Tile> tiles() {
        var tiles = new ArrayList<Tile>();
        String before = report.versionBefore().orElse("empty");
        String after = report.versionAfter().orElse(report.result() == RunReport.Result.FAILED ? "?" : "empty");
        tiles.add(new Tile("wide", Visible.of(before.equals(after) ? after : before + " → " + after), "version"));
        tiles.add(new Tile(
                "", String.valueOf(report.applied().size()), report.applied().size() == 1 ? "script" : "scripts"));
        tiles.add(new Tile("", Words.time(report.duration()), "in all"));
        report.rehearsal()
                .flatMap(RehearsalFigures::longest)
                .ifPresent(lock -> tiles.add(new Tile("", Words.shortTime(lock.held()), "longest strong lock")));
        int warnings = report.everyWarning().size();
        tiles.add(new Tile(
                warnings == 0 ? "none" : "medium", String.valueOf(warnings), warnings == 1 ? "warning" : "warnings"));
        int audit = report.audit().size();
        tiles.add(new Tile(audit == 0 ? "none" : "medium", String.valueOf(audit), "on record"));
        return tiles;
    }

    private List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        RunWords.wayBack(report).ifPresent(way -> facts.add(new Fact(way.label(), "", commands.apply(way.command()))));
        report.loss()
                .ifPresent(loss -> facts.add(new Fact(
                        "Gone for good", Visible.of(loss.none() ? "nothing" : String.join("; ", loss.lines())), "")));
        if (!report.hint().isEmpty()) {
            facts.add(new Fact("To know", Visible.of(String.join(" ", report.hint())), ""));
        }
        facts.add(new Fact("Backup", report.backup().map(Visible::of).orElse("none was made"), ""));
        facts.add(new Fact(
                "Rehearsal",
                report.rehearsal()
                        .map(figures -> String.join(" · ", RunWords.rehearsal(figures)))
                        .orElse("there was none"),
                ""));
        report.plan().ifPresent(plan -> facts.add(new Fact("Plan", Visible.of(plan), "")));
        report.gitCommit().ifPresent(commit -> facts.add(new Fact("Commit", Visible.of(commit), "")));
        return facts;
    }

    /** The steps follow one another; what lies between them is not measured. */
    private List<Step> steps() {
        double all = Math.max(1, axis().toNanos());
        var steps = new ArrayList<Step>();
        Duration begin = Duration.ZERO;
        for (StepReport step : report.steps()) {
            boolean skipped = step.result() == StepReport.Result.SKIPPED;
            double width = skipped ? 0 : Math.max(LEAST, WHOLE * step.duration().toNanos() / all);
            double start = Math.min(WHOLE - LEAST, WHOLE * begin.toNanos() / all);
            steps.add(new Step(
                    step.step().toString(),
                    RunWords.label(step.result()),
                    RunWords.time(step),
                    Visible.of(step.words()),
                    seen(step.details()),
                    rounded(start),
                    rounded(Math.min(width, WHOLE - start))));
            begin = begin.plus(step.duration());
        }
        return steps;
    }

    private Duration axis() {
        Duration sum = report.steps().stream().map(StepReport::duration).reduce(Duration.ZERO, Duration::plus);
        return sum.compareTo(report.duration()) > 0 ? sum : report.duration();
    }

    private static Rehearsal rehearsal(RehearsalFigures figures) {
        double longest =
                Math.max(1, figures.longest().map(lock -> lock.held().toNanos()).orElse(1L));
        List<Lock> locks = figures.locks().stream()
                .limit(SHOWN)
                .map(lock -> lock(lock, longest))
                .toList();
        return new Rehearsal(
                RunWords.rehearsal(figures),
                seen(figures.differences()),
                locks,
                more(figures.locks().size(), "more lock"));
    }

    private static Lock lock(LockTime lock, double longest) {
        Optional<LockMode> mode = Arrays.stream(LockMode.values())
                .filter(known -> known.toString().equals(lock.mode()))
                .findFirst();
        return new Lock(
                Visible.of(lock.table()),
                Visible.of(lock.mode()),
                mode.map(LockTimeline::kind).orElse("weak"),
                mode.map(LockTimeline::blocks).orElse(""),
                Words.shortTime(lock.held()),
                RunWords.rows(lock),
                Visible.of(lock.place()),
                rounded(Math.max(LEAST, WHOLE * lock.held().toNanos() / longest)));
    }

    private List<Script> scripts() {
        double longest = Math.max(
                1,
                report.applied().stream()
                        .mapToLong(script -> script.duration().toNanos())
                        .max()
                        .orElse(1));
        return report.applied().stream()
                .limit(SHOWN)
                .map(script -> script(script, longest))
                .toList();
    }

    private static Script script(AppliedScript script, double longest) {
        return new Script(
                Visible.of(script.version().orElse("")),
                Visible.of(script.script()),
                Words.shortTime(script.duration()),
                script.inTransaction() ? "in one transaction" : "without a transaction",
                rounded(Math.max(LEAST, WHOLE * script.duration().toNanos() / longest)));
    }

    private static String more(int all, String noun) {
        return all <= SHOWN ? "" : Words.count(all - SHOWN, noun) + ": see the JSON report.";
    }

    private static List<String> seen(List<String> lines) {
        return lines.stream().map(Visible::of).toList();
    }

    private static double rounded(double thousandths) {
        return Math.round(10 * thousandths) / 10.0;
    }
}
