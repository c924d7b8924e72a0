package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A check as Markdown, for a comment on a pull request. */
final class MarkdownReport {

    /** GitHub refuses a comment of more than 65,536 characters; what counts them there may count otherwise than Java. */
    static final int LIMIT = 60_000;

    private static final int STATEMENT_WIDTH = 4_000;

    private final CheckReport report;
    private final CheckOutcome outcome;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(CheckReport report) {
        this.report = report;
        this.outcome = report.outcome();
    }

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) {
        return new MarkdownReport(report).write().getBytes(StandardCharsets.UTF_8);
    }

    private String write() {
        line("### " + verdict());
        line("");
        line(MarkdownText.of(CheckWords.setting(outcome)));
        line("");
        if (outcome.scripts().isEmpty() && outcome.findings().isEmpty()) {
            line("Nothing is pending.");
            return text.toString();
        }
        line("| | |");
        line("| --- | --- |");
        CheckWords.impact(outcome.impact())
                .forEach(entry -> line("| " + entry.label() + " | " + MarkdownText.of(entry.text()) + " |"));
        line("");
        table();
        details();
        line(MarkdownText.of(CheckWords.coverage(outcome) + " · " + Words.time(outcome.duration()) + leftOut()));
        outcome.untraced().ifPresent(why -> line("Not all of it was tried on a server: " + MarkdownText.of(why)));
        return text.toString();
    }

    private String verdict() {
        if (outcome.findings().isEmpty()) {
            return "✅ db:check: no findings";
        }
        String sign = report.fails() ? "❌" : "⚠️";
        return sign + " db:check: " + CheckWords.severities(outcome.findings(), Style.PLAIN)
                + (report.fails() ? "" : ", none of which fails the build");
    }

    private String leftOut() {
        int disproved = outcome.overturned().size();
        int allowed = outcome.allowed().size();
        return (disproved == 0 ? "" : " · " + Words.count(disproved, "finding") + " disproved on the server")
                + (allowed == 0 ? "" : " · " + Words.count(allowed, "finding") + " allowed by db:allow");
    }

    /** At most half of the room: the details are worth more than the end of a long table. */
    private void table() {
        if (outcome.findings().isEmpty()) {
            return;
        }
        line("| place | severity | rule | |");
        line("| --- | --- | --- | --- |");
        List<Finding> findings = outcome.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            String row = "| " + MarkdownText.code(finding.place()) + " | " + severity(finding) + " | " + rule(finding)
                    + " | " + MarkdownText.of(Words.cut(finding.message(), 300)) + " |";
            if (text.length() + row.length() > LIMIT / 2) {
                line("");
                line("_" + Words.count(findings.size() - i, "more finding") + ": see check.json or report.html._");
                break;
            }
            line(row);
        }
        line("");
    }

    private String rule(Finding finding) {
        return report.rule(finding.rule())
                .flatMap(rule -> rule.page())
                .map(page -> "[" + finding.rule() + "](" + page + ")")
                .orElse(finding.rule().value());
    }

    private String severity(Finding finding) {
        String word = finding.severity().toString();
        return report.fails(finding) ? "**" + word + "**" : word;
    }

    private void details() {
        List<Finding> findings = outcome.findings();
        for (int i = 0; i < findings.size(); i++) {
            String block = details(findings.get(i));
            if (text.length() + block.length() > LIMIT) {
                line("_The SQL of " + Words.count(findings.size() - i, "finding")
                        + " does not fit into a comment: see check.json or report.html._");
                line("");
                return;
            }
            text.append(block);
        }
    }

    private static String details(Finding finding) {
        var lines = new StringBuilder();
        lines.append("<details><summary><code>")
                .append(MarkdownText.html(finding.place()))
                .append("</code> ")
                .append(finding.rule())
                .append(" (")
                .append(CheckWords.evidence(finding.evidence()))
                .append(")</summary>\n\n");
        finding.statement()
                .ifPresent(
                        sql -> lines.append(MarkdownText.block("sql", cut(sql))).append("\n\n"));
        lines.append(MarkdownText.of(finding.message())).append("\n\n");
        finding.advice()
                .lines()
                .forEach(line -> lines.append(MarkdownText.of(line)).append("\n\n"));
        finding.fix()
                .ifPresent(fix -> CheckWords.fix(fix)
                        .forEach(script -> lines.append(script.label())
                                .append("\n\n")
                                .append(MarkdownText.block("sql", script.text()))
                                .append("\n\n")));
        finding.statement()
                .ifPresent(sql -> lines.append("To accept it here: ")
                        .append(MarkdownText.code(CheckWords.toAccept(finding)))
                        .append("\n\n"));
        return lines.append("</details>\n\n").toString();
    }

    private static String cut(String sql) {
        return sql.length() <= STATEMENT_WIDTH
                ? sql
                : sql.substring(0, STATEMENT_WIDTH)
                        + String.format(Locale.ROOT, "\n-- … %,d more characters", sql.length() - STATEMENT_WIDTH);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
