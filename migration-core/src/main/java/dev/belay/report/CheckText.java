package dev.belay.report;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckOutcome.Overturned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a check found, for people: a finding is the place, the statement, what happens, what to do. */
public final class CheckText {

    private static final int STATEMENT_LINES = 6;
    private static final int STATEMENT_WIDTH = 160;
    private static final int LABEL_WIDTH = 14;

    /** From how many on findings that say the same of whole scripts are one. */
    private static final int MANY = 4;

    /** How many scripts or places of many are named; the JSON report has all. */
    private static final int SHOWN = 8;

    private final FailOn failOn;
    private final Style style;

    /** @param failOn from what severity on a finding is an error; what is below it is a warning or, when low, a word */
    public CheckText(FailOn failOn, Style style) {
        this.failOn = failOn;
        this.style = style;
    }

    /** {@return all of it: a first line with the basis, the findings, the coverage, the impact, the counts} */
    public List<Line> lines(CheckOutcome outcome) {
        var lines = new ArrayList<Line>();
        lines.add(Line.info(style.strong("check") + " · "
                + Words.count(outcome.scripts().size(), "script") + " · " + CheckWords.setting(outcome)));
        grouped(outcome.findings()).forEach(same -> lines.addAll(findings(outcome, same)));
        lines.addAll(unread(outcome));
        toAccept(outcome).ifPresent(lines::add);
        lines.addAll(overturned(outcome.overturned()));
        lines.addAll(allowed(outcome.allowed()));
        if (outcome.scripts().isEmpty() && outcome.findings().isEmpty()) {
            lines.add(Line.info("Nothing is pending."));
            return lines;
        }
        lines.add(Line.info(CheckWords.coverage(outcome) + " · " + Words.time(outcome.duration())));
        outcome.untraced().ifPresent(why -> lines.add(Line.warn("Not all of it was tried on a server: " + why)));
        CheckWords.impact(outcome.impact())
                .forEach(entry -> lines.add(Line.info(style.faint(padded(entry.label())) + Visible.of(entry.text()))));
        lines.add(verdict(outcome));
        return lines;
    }

    /** The findings in their order; those that say the same of many whole scripts together, at the place of the first. */
    private static Collection<List<Finding>> grouped(List<Finding> findings) {
        Map<Finding, Long> counts =
                findings.stream().collect(Collectors.groupingBy(CheckText::withoutScript, Collectors.counting()));
        var groups = new LinkedHashMap<Finding, List<Finding>>();
        for (Finding finding : findings) {
            Finding same = withoutScript(finding);
            boolean many = finding.span().isEmpty() && counts.get(same) >= MANY;
            groups.computeIfAbsent(many ? same : finding, key -> new ArrayList<>())
                    .add(finding);
        }
        return groups.values();
    }

    /** What makes two findings the same to a reader; their advice may name a file each. */
    private static Finding withoutScript(Finding finding) {
        return new Finding(
                finding.rule(),
                finding.severity(),
                finding.evidence(),
                "",
                "",
                finding.span(),
                finding.statement(),
                finding.message(),
                "");
    }

    private List<Line> findings(CheckOutcome outcome, List<Finding> same) {
        Finding first = same.get(0);
        if (same.size() < MANY) {
            return same.stream()
                    .flatMap(finding -> finding(outcome, finding, Visible.of(finding.place()), List.of()).stream())
                    .toList();
        }
        List<String> scripts = same.stream().map(Finding::script).toList();
        var names = new ArrayList<String>();
        names.add(Visible.of(String.join(", ", scripts.subList(0, Math.min(SHOWN, scripts.size())))));
        if (scripts.size() > SHOWN) {
            names.add("and " + (scripts.size() - SHOWN) + " more");
        }
        return finding(outcome, first, Words.count(scripts.size(), "script"), names);
    }

    private static List<Line> unread(CheckOutcome outcome) {
        var lines = new ArrayList<Line>();
        outcome.unread().stream()
                .limit(SHOWN)
                .forEach(each -> lines.add(Line.info(Visible.of(each.place())
                        + " · could not be read, so no rule has judged it: "
                        + Words.cut(Visible.of(each.summary()), STATEMENT_WIDTH))));
        int left = outcome.unread().size() - lines.size();
        if (left > 0) {
            lines.add(Line.info("and " + left + " more that could not be read"));
        }
        return lines;
    }

    private List<Line> finding(CheckOutcome outcome, Finding finding, String place, List<String> scripts) {
        Line.Level level = level(outcome, finding);
        var lines = new ArrayList<String>();
        lines.add(style.strong(place) + " · "
                + style.severity(finding.severity(), finding.severity().toString()) + " · " + finding.rule() + " · "
                + style.faint(CheckWords.evidence(finding.evidence())));
        scripts.forEach(line -> lines.add("    " + line));
        finding.statement().ifPresent(sql -> excerpt(sql).forEach(line -> lines.add("    " + line)));
        Visible.of(finding.message()).lines().forEach(line -> lines.add("  " + line));
        if (!finding.advice().isBlank()) {
            Visible.of(finding.advice()).lines().forEach(line -> lines.add("  " + line));
        }
        finding.fix()
                .ifPresent(fix -> CheckWords.fix(fix).forEach(script -> {
                    lines.add("  " + script.label());
                    script.text().lines().forEach(line -> lines.add("    " + line));
                }));
        return lines.stream().map(line -> new Line(level, line)).toList();
    }

    private static List<String> excerpt(String sql) {
        List<String> all = Visible.of(sql).lines().toList();
        var shown = new ArrayList<String>();
        for (String line : all.subList(0, Math.min(STATEMENT_LINES, all.size()))) {
            String kept = line.stripTrailing();
            shown.add(kept.length() <= STATEMENT_WIDTH ? kept : kept.substring(0, STATEMENT_WIDTH - 1) + "…");
        }
        int left = all.size() - shown.size();
        if (left > 0) {
            shown.add("… " + Words.count(left, "more line"));
        }
        return shown;
    }

    /** Said once, with the worst finding's rule: under each finding it would be noise. */
    private Optional<Line> toAccept(CheckOutcome outcome) {
        return outcome.findings().stream()
                .filter(finding -> finding.statement().isPresent())
                .filter(finding -> finding.severity() != Severity.LOW)
                .max(Comparator.comparing(Finding::severity))
                .map(finding ->
                        Line.info("To accept a finding, write above its statement: " + CheckWords.toAccept(finding)));
    }

    private List<Line> overturned(List<Overturned> overturned) {
        if (overturned.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        lines.add(Line.info(Words.count(overturned.size(), "finding") + " disproved on the server; -X or check.json"
                + " shows " + (overturned.size() == 1 ? "it" : "them")));
        overturned.forEach(each ->
                lines.add(Line.detail("  " + Visible.of(each.finding().place()) + " · "
                        + each.finding().rule() + " · disproved: " + Visible.of(each.reason())
                        + each.now()
                                .map(now -> " What is left is " + now.severity() + ".")
                                .orElse(""))));
        return lines;
    }

    private List<Line> allowed(List<Allowed> allowed) {
        if (allowed.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        lines.add(Line.info(Words.count(allowed.size(), "finding") + " allowed by db:allow"));
        allowed.forEach(each -> lines.add(Line.detail("  "
                + Visible.of(each.finding().place()) + " · " + each.finding().severity() + " · "
                + each.finding().rule() + " · " + CheckWords.allowed(each))));
        return lines;
    }

    private static String padded(String label) {
        return label + " ".repeat(LABEL_WIDTH - label.length());
    }

    private Line.Level level(CheckOutcome outcome, Finding finding) {
        if (outcome.failsOn(finding, failOn)) {
            return Line.Level.ERROR;
        }
        return finding.severity() == Severity.LOW ? Line.Level.INFO : Line.Level.WARN;
    }

    private Line verdict(CheckOutcome outcome) {
        if (outcome.findings().isEmpty()) {
            return Line.info(style.good("No findings."));
        }
        String advisory = outcome.advisory() ? " " + CheckWords.ADVISORY : "";
        return new Line(worst(outcome), CheckWords.severities(outcome.findings(), style) + "." + advisory);
    }

    private Line.Level worst(CheckOutcome outcome) {
        Optional<Line.Level> worst = outcome.findings().stream()
                .map(finding -> level(outcome, finding))
                .max(Line.Level::compareTo);
        return worst.orElse(Line.Level.INFO);
    }
}
