package dev.belay.report;

import dev.belay.finding.Severity;
import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestOutcome.Seed;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether undo scripts undo, for people. */
public final class TestText {

    private final Set<TestFlaw> failOn;
    private final Style style;
    private final List<Line> lines = new ArrayList<>();

    private TestText(Set<TestFlaw> failOn, Style style) {
        this.failOn = failOn;
        this.style = style;
    }

    /**
     * {@return what was found: each script that is not exactly undone with what remains, then the counts}
     *
     * @param failOn what fails the build, and is therefore said louder
     */
    public static List<Line> lines(TestOutcome outcome, Set<TestFlaw> failOn, Style style) {
        return new TestText(failOn, style).lines(outcome);
    }

    private List<Line> lines(TestOutcome outcome) {
        if (outcome.scripts().isEmpty()) {
            return List.of(Line.info("test · no script to test (" + outcome.basis() + ")"));
        }
        lines.add(Line.info("test · " + Words.count(outcome.scripts().size(), "script") + ", " + outcome.basis()
                + outcome.server().map(server -> " · " + server).orElse("")));
        outcome.scripts().forEach(this::script);
        outcome.chains().forEach(this::chain);
        outcome.seeds().forEach(this::seed);
        summary(outcome);
        return lines;
    }

    private void script(TestedScript script) {
        if (script.result() == Result.EXACT && script.flaws().isEmpty()) {
            lines.add(Line.detail("  " + script.script() + ": exact"));
            return;
        }
        Line.Level level = level(script.flaws());
        String words = TestWords.of(script);
        add(level, "  " + style.strong(script.script()) + " · " + marked(level, words));
        block(level, "", script.failure());
        block(level, "", script.differences());
        block(level, "runs not again:", script.result() == Result.UP_FAILS ? List.of() : script.notAgain());
        block(level, "rows lost after up and down:", script.rowsLost());
    }

    private void chain(Chain chain) {
        Line.Level level = level(chain.flaws());
        String what = chain.first() + " to " + chain.last() + ", down and up once more";
        if (chain.flaws().isEmpty()) {
            lines.add(Line.info("  " + what + ": " + style.good("exact")));
            return;
        }
        add(level, "  " + style.strong(what) + " · " + marked(level, TestWords.of(chain)));
        block(level, "", chain.failure());
        block(level, "at the bottom:", chain.differences());
        block(level, "at the top again:", chain.again());
    }

    private void seed(Seed seed) {
        if (!seed.refused().isEmpty()) {
            lines.add(Line.warn("  " + seed.file() + " could be inserted nowhere: "
                    + seed.refused().get(0)));
            return;
        }
        lines.add(Line.detail(
                "  " + seed.file() + ": inserted before " + seed.before().orElse("the first script")));
    }

    private void summary(TestOutcome outcome) {
        String counts = Stream.of(Result.values())
                .filter(result -> outcome.count(result) > 0)
                .map(result -> outcome.count(result) + " " + TestWords.of(result))
                .collect(Collectors.joining(", "));
        long alsoNotAgain = outcome.count(TestFlaw.NOT_AGAIN) - outcome.count(Result.NOT_AGAIN);
        long rows = outcome.count(TestFlaw.ROWS_LOST);
        lines.add(Line.info(Words.count(outcome.scripts().size(), "script") + ": "
                + (outcome.failing(failOn).isEmpty() ? style.good(counts) : counts)
                + (alsoNotAgain > 0 ? "; " + alsoNotAgain + " of those run not again" : "")
                + (rows > 0 ? "; " + rows + " with lost rows" : "")
                + "; " + Words.time(outcome.duration()) + "."));
    }

    private void block(Line.Level level, String title, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        if (!title.isEmpty()) {
            add(level, "      " + title);
        }
        entries.forEach(entry -> add(level, "      " + entry));
    }

    private void add(Line.Level level, String text) {
        lines.add(new Line(level, Visible.of(text)));
    }

    private Line.Level level(Set<TestFlaw> flaws) {
        if (flaws.stream().anyMatch(failOn::contains)) {
            return Line.Level.ERROR;
        }
        return flaws.isEmpty() || flaws.equals(Set.of(TestFlaw.COLUMN_ORDER)) ? Line.Level.INFO : Line.Level.WARN;
    }

    private String marked(Line.Level level, String text) {
        return switch (level) {
            case ERROR -> style.severity(Severity.HIGH, text);
            case WARN -> style.severity(Severity.MEDIUM, text);
            default -> text;
        };
    }
}
