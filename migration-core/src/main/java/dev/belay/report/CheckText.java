package dev.belay.report;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript.Basis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a check found, for people: a finding is the place, the statement, what happens, what to do. */
public final class CheckText {

    private static final int STATEMENT_LINES = 6;
    private static final int STATEMENT_WIDTH = 160;

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

    /** {@return all of it: a first line with the basis, the findings, the counts} */
    public List<Line> lines(CheckOutcome outcome) {
        var lines = new ArrayList<Line>();
        lines.add(Line.info(style.strong("check") + " · "
                + Words.count(outcome.scripts().size(), "script") + " · " + outcome.basis()));
        grouped(outcome.findings()).forEach(same -> lines.addAll(findings(outcome, same)));
        lines.addAll(unread(outcome));
        if (outcome.scripts().isEmpty() && outcome.findings().isEmpty()) {
            lines.add(Line.info("Nothing is pending."));
            return lines;
        }
        lines.add(Line.info(counts(outcome)));
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
                    .flatMap(finding -> finding(outcome, finding, finding.place(), List.of()).stream())
                    .toList();
        }
        List<String> scripts = same.stream().map(Finding::script).toList();
        var names = new ArrayList<String>();
        names.add(String.join(", ", scripts.subList(0, Math.min(SHOWN, scripts.size()))));
        if (scripts.size() > SHOWN) {
            names.add("and " + (scripts.size() - SHOWN) + " more");
        }
        return finding(outcome, first, Words.count(scripts.size(), "script"), names);
    }

    private static List<Line> unread(CheckOutcome outcome) {
        var lines = new ArrayList<Line>();
        outcome.unread().stream()
                .limit(SHOWN)
                .forEach(each -> lines.add(
                        Line.info(each.place() + " · could not be read, so no rule has judged it: " + each.summary())));
        int left = outcome.unread().size() - lines.size();
        if (left > 0) {
            lines.add(Line.info("and " + left + " more that could not be read"));
        }
        return lines;
    }

    private List<Line> finding(CheckOutcome outcome, Finding finding, String place, List<String> scripts) {
        Line.Level level = level(outcome, finding);
        var lines = new ArrayList<Line>();
        lines.add(new Line(
                level,
                style.strong(place) + " · "
                        + style.severity(finding.severity(), finding.severity().toString()) + " · " + finding.rule()
                        + evidence(finding)));
        scripts.forEach(line -> lines.add(new Line(level, "    " + line)));
        finding.statement().ifPresent(sql -> excerpt(sql).forEach(line -> lines.add(new Line(level, "    " + line))));
        lines.add(new Line(level, "  " + finding.message()));
        if (!finding.advice().isBlank()) {
            finding.advice().lines().forEach(line -> lines.add(new Line(level, "  " + line)));
        }
        return lines;
    }

    private static String evidence(Finding finding) {
        return switch (finding.evidence()) {
            case STATIC -> "";
            case TRACED -> " · seen in the trace";
            case CONFIRMED -> " · confirmed by trace";
        };
    }

    private static List<String> excerpt(String sql) {
        List<String> all = sql.lines().toList();
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

    private Line.Level level(CheckOutcome outcome, Finding finding) {
        if (outcome.failsOn(finding, failOn)) {
            return Line.Level.ERROR;
        }
        return finding.severity() == Severity.LOW ? Line.Level.INFO : Line.Level.WARN;
    }

    private String counts(CheckOutcome outcome) {
        return Words.count(outcome.scripts().size(), "script") + ", " + Words.count(outcome.statements(), "statement")
                + ": " + outcome.statements(Basis.TRACED) + " traced, " + outcome.statements(Basis.READ)
                + " read only from their text, " + outcome.statements(Basis.OPAQUE) + " opaque · "
                + Words.time(outcome.duration());
    }

    private Line verdict(CheckOutcome outcome) {
        if (outcome.findings().isEmpty()) {
            return Line.info(style.good("No findings."));
        }
        var perSeverity = new EnumMap<Severity, Long>(Severity.class);
        outcome.findings().forEach(finding -> perSeverity.merge(finding.severity(), 1L, Long::sum));
        var parts = Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .filter(perSeverity::containsKey)
                .map(severity -> style.severity(severity, perSeverity.get(severity) + " " + severity))
                .toList();
        String advisory = outcome.advisory() ? " Advisory: with nothing to compare with, the build does not fail." : "";
        return new Line(worst(outcome), String.join(", ", parts) + "." + advisory);
    }

    private Line.Level worst(CheckOutcome outcome) {
        Optional<Line.Level> worst = outcome.findings().stream()
                .map(finding -> level(outcome, finding))
                .max(Line.Level::compareTo);
        return worst.orElse(Line.Level.INFO);
    }
}
