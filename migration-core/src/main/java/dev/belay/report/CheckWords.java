package dev.belay.report;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.Impact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the reports of a check say in the same words. */
final class CheckWords {

    static final String ADVISORY = "Advisory: with nothing to compare with, the build does not fail.";

    private CheckWords() {}

    /** A label with what it says. */
    record Entry(String label, String text) {}

    /** {@return what a finding rests on} */
    static String evidence(Evidence evidence) {
        return switch (evidence) {
            case STATIC -> "from the text";
            case TRACED -> "seen in the trace";
            case CONFIRMED -> "confirmed by trace";
        };
    }

    /** {@return {@code 1 high, 2 medium}, the worst first, severities in that style; empty without findings} */
    static String severities(List<Finding> findings, Style style) {
        return Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .filter(severity -> count(findings, severity) > 0)
                .map(severity -> style.severity(severity, count(findings, severity) + " " + severity))
                .collect(Collectors.joining(", "));
    }

    static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** {@return the basis and the server: {@code new against origin/main · scratch PostgreSQL 17.11, embedded}} */
    static String setting(CheckOutcome outcome) {
        return outcome.basis()
                + outcome.scratch().map(server -> " · scratch " + server).orElse("");
    }

    /** {@return how many statements were judged on what} */
    static String coverage(CheckOutcome outcome) {
        long read = outcome.statements(Basis.READ);
        return Words.count(outcome.scripts().size(), "script") + ", " + Words.count(outcome.statements(), "statement")
                + ": " + outcome.statements(Basis.TRACED) + " traced, " + read + " read only from "
                + (read == 1 ? "its" : "their") + " text, " + outcome.statements(Basis.OPAQUE) + " opaque";
    }

    /** {@return the four lines for people who have to decide} */
    static List<Entry> impact(Impact impact) {
        return List.of(
                new Entry("data at risk", impact.dataAtRisk()),
                new Entry("blocked", impact.blocked()),
                new Entry("way back", impact.wayBack()),
                new Entry("cost", impact.cost()));
    }

    /** {@return the scripts of a fix as SQL, each with the words before it} */
    static List<Entry> fix(Fix fix) {
        var entries = new ArrayList<Entry>();
        for (Fix.Script script : fix.scripts()) {
            boolean first = entries.isEmpty();
            String where = script.inTransaction()
                    ? first ? "Instead:" : "Then, in the next script:"
                    : (first ? "Instead" : "Then")
                            + ", in a script of its own, which is not run in a transaction"
                            + " (executeInTransaction=false in its .conf):";
            entries.add(new Entry(where, Visible.of(script.sql()).stripTrailing()));
        }
        return entries;
    }

    /** {@return {@code allowed until 2027-01-31: the table is small}} */
    static String allowed(Allowed allowed) {
        return "allowed" + allowed.until().map(day -> " until " + day).orElse("") + ": " + Visible.of(allowed.reason());
    }

    /** {@return how to accept a finding of this rule} */
    static String toAccept(Finding finding) {
        return "-- db:allow " + finding.rule() + ": <reason>";
    }
}
