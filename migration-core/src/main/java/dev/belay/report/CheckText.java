package dev.belay.report;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript.Basis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** What a check found, for people: a finding is the place, the statement, what happens, what to do. */
public final class CheckText {

    private static final int STATEMENT_LINES = 6;
    private static final int STATEMENT_WIDTH = 160;

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
        outcome.findings().forEach(finding -> lines.addAll(finding(outcome, finding)));
        if (outcome.scripts().isEmpty() && outcome.findings().isEmpty()) {
            lines.add(Line.info("Nothing is pending."));
            return lines;
        }
        lines.add(Line.info(counts(outcome)));
        lines.add(verdict(outcome));
        return lines;
    }

    private List<Line> finding(CheckOutcome outcome, Finding finding) {
        Line.Level level = level(outcome, finding);
        var lines = new ArrayList<Line>();
        lines.add(new Line(
                level,
                style.strong(finding.place()) + " · "
                        + style.severity(finding.severity(), finding.severity().toString()) + " · " + finding.rule()
                        + evidence(finding)));
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
