package dev.belay.report;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A run as Markdown, for a pipeline's summary or a comment on a pull request. */
final class RunMarkdown {

    /** As long as a comment may be; a summary may be longer. */
    private static final int LIMIT = MarkdownReport.LIMIT;

    private static final int WORDS_WIDTH = 300;

    /** Of a list, the rest being in the page. */
    private static final int SHOWN = 100;

    /** Of a statement or a stack of messages. */
    private static final int DETAILS_WIDTH = 4_000;

    private final RunReport report;
    private final UnaryOperator<String> commands;
    private final StringBuilder text = new StringBuilder();
    private boolean cut;

    private RunMarkdown(RunReport report, UnaryOperator<String> commands) {
        this.report = report.withCommands(commands);
        this.commands = commands;
    }

    /**
     * {@return the file's content}
     *
     * @param commands makes a command complete, such as {@code mvn db:downgrade}
     */
    static byte[] bytes(RunReport report, UnaryOperator<String> commands) {
        return new RunMarkdown(report, commands).write().getBytes(StandardCharsets.UTF_8);
    }

    private String write() {
        add("### " + sign() + " db:" + report.goal() + ": " + MarkdownText.of(RunWords.verdict(report)) + "\n\n");
        add(MarkdownText.of(RunWords.setting(report) + " · " + Words.time(report.duration())) + "\n\n");
        report.problem().ifPresent(this::problem);
        RunWords.wayBack(report)
                .ifPresent(way -> add(way.label() + ": " + MarkdownText.code(commands.apply(way.command())) + "\n\n"));
        list("To know", report.hint());
        report.loss().filter(loss -> !loss.none()).ifPresent(loss -> list("Gone for good", loss.lines()));
        list("To look at", report.warnings());
        list("On record", report.audit());
        steps();
        report.rehearsal().ifPresent(this::rehearsal);
        scripts();
        return cut ? text + "_There is more: see report.html._\n" : text.toString();
    }

    private String sign() {
        return switch (RunWords.mood(report)) {
            case "good" -> "✅";
            case "warn" -> "⚠️";
            default -> "❌";
        };
    }

    private static String sign(StepReport.Result result) {
        return switch (result) {
            case DONE -> "✅";
            case WARNED -> "⚠️";
            case SKIPPED -> "⏭️";
            case REFUSED -> "⛔";
            case FAILED -> "❌";
        };
    }

    private void problem(Problem problem) {
        add("**" + MarkdownText.of(problem.what()) + "**\n\n");
        if (!problem.details().isEmpty()) {
            String details = String.join("\n", problem.details());
            add(MarkdownText.block("", details.substring(0, Math.min(DETAILS_WIDTH, details.length()))) + "\n\n");
        }
        RunWords.takenBack(report).ifPresent(words -> add(MarkdownText.of(words) + "\n\n"));
        problem.state().ifPresent(state -> add(MarkdownText.of(state) + "\n\n"));
        if (!problem.next().isBlank()) {
            add("Next: " + MarkdownText.of(problem.next()) + "\n\n");
        }
    }

    private void list(String head, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        add("**" + head + "**\n\n"
                + entries.stream()
                        .limit(SHOWN)
                        .map(entry -> "- " + MarkdownText.of(Words.cut(entry, WORDS_WIDTH)) + "\n")
                        .collect(Collectors.joining())
                + "\n");
        cut |= entries.size() > SHOWN;
    }

    private void steps() {
        if (report.steps().isEmpty()) {
            return;
        }
        add("| | step | time | |\n| --- | --- | ---: | --- |\n"
                + report.steps().stream()
                        .map(step -> "| " + sign(step.result()) + " | " + step.step() + " | " + RunWords.time(step)
                                + " | " + MarkdownText.of(Words.cut(step.words(), WORDS_WIDTH)) + " |\n")
                        .collect(Collectors.joining())
                + "\n");
    }

    private void rehearsal(RehearsalFigures figures) {
        add("Rehearsal " + MarkdownText.of(String.join(" · ", RunWords.rehearsal(figures))) + "\n\n");
        if (!figures.differences().isEmpty()) {
            add(folded(
                    "What the way back leaves different",
                    MarkdownText.block(
                            "diff", figures.differences().stream().limit(SHOWN).collect(Collectors.joining("\n")))));
            cut |= figures.differences().size() > SHOWN;
        }
        if (!figures.locks().isEmpty()) {
            add(folded(
                    "Strong locks, seen in the rehearsal",
                    "| table | lock | held | rows | taken by |\n| --- | --- | ---: | ---: | --- |\n"
                            + figures.locks().stream()
                                    .limit(SHOWN)
                                    .map(RunMarkdown::row)
                                    .collect(Collectors.joining())));
            cut |= figures.locks().size() > SHOWN;
        }
    }

    private static String row(LockTime lock) {
        return "| " + MarkdownText.code(lock.table()) + " | " + MarkdownText.of(lock.mode()) + " | "
                + Words.shortTime(lock.held()) + " | " + RunWords.rows(lock) + " | " + MarkdownText.code(lock.place())
                + " |\n";
    }

    private void scripts() {
        if (report.applied().isEmpty()) {
            return;
        }
        add(folded(
                Words.count(report.applied().size(), "script"),
                "| script | time |\n| --- | ---: |\n"
                        + report.applied().stream()
                                .limit(SHOWN)
                                .map(RunMarkdown::row)
                                .collect(Collectors.joining())));
        cut |= report.applied().size() > SHOWN;
    }

    private static String row(AppliedScript script) {
        return "| " + MarkdownText.code(script.script()) + " | " + Words.shortTime(script.duration()) + " |\n";
    }

    private static String folded(String summary, String body) {
        return "<details><summary>" + MarkdownText.html(summary) + "</summary>\n\n" + body.stripTrailing()
                + "\n\n</details>\n\n";
    }

    /** Whole or not at all: half a table or a fold that does not end would spoil what follows. */
    private void add(String block) {
        if (text.length() + block.length() > LIMIT) {
            cut = true;
        } else {
            text.append(block);
        }
    }
}
