package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.report.HtmlPage.Card;
import dev.belay.report.HtmlPage.Listing;
import dev.belay.report.HtmlPage.Row;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.StatementTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows a script's text with findings in place. Of a long script only what is around findings is shown. */
final class ScriptListing {

    private static final int WHOLE = 400;
    private static final int HEAD = 20;
    private static final int AROUND = 3;
    private static final int STATEMENT = 25;
    private static final int LINE_WIDTH = 500;

    private final CheckedScript script;
    private final List<String> lines;
    private final Map<Finding, Card> cards;
    private final Map<Integer, String> notes = new HashMap<>();

    /** @param cards the findings of this script that are shown, in their order */
    ScriptListing(CheckedScript script, Map<Finding, Card> cards) {
        this.script = script;
        this.lines = script.text().lines().toList();
        this.cards = cards;
        script.statements()
                .forEach(statement ->
                        notes.merge(statement.span().start().line(), note(statement), (a, b) -> a + " · " + b));
    }

    /** {@return the script, open when there is something to see in it} */
    Listing listing(String id) {
        var whole = new ArrayList<Card>();
        Map<Integer, List<Card>> below = new HashMap<>();
        cards.forEach((finding, card) -> place(finding)
                .map(line -> below.computeIfAbsent(line, any -> new ArrayList<>()))
                .orElse(whole)
                .add(card));
        List<Row> rows = rows(below);
        return new Listing(
                id,
                Visible.of(script.script()),
                facts(),
                !cards.isEmpty(),
                whole,
                rows,
                lines.size() > WHOLE ? "Of " + Words.count(lines.size(), "line") + " only a part is shown." : "");
    }

    /** The last line of the statement; of a long one the last that is shown. */
    private Optional<Integer> place(Finding finding) {
        return finding.span()
                .map(span -> Math.min(span.end().line(), span.start().line() + STATEMENT))
                .filter(line -> line <= lines.size());
    }

    private List<Row> rows(Map<Integer, List<Card>> below) {
        BitSet shown = shown();
        var rows = new ArrayList<Row>();
        int last = 0;
        for (int line = shown.nextSetBit(1); line >= 0; line = shown.nextSetBit(line + 1)) {
            gap(last, line).ifPresent(rows::add);
            rows.add(new Row(
                    String.valueOf(line),
                    text(lines.get(line - 1)),
                    severity(line),
                    notes.getOrDefault(line, ""),
                    below.getOrDefault(line, List.of())));
            last = line;
        }
        gap(last, lines.size() + 1).ifPresent(rows::add);
        return rows;
    }

    private static Optional<Row> gap(int before, int after) {
        int left = after - before - 1;
        return left > 0
                ? Optional.of(new Row("", Words.count(left, "line") + " not shown", "", "", List.of()))
                : Optional.empty();
    }

    private BitSet shown() {
        var shown = new BitSet();
        if (lines.size() <= WHOLE) {
            shown.set(1, lines.size() + 1);
            return shown;
        }
        shown.set(1, HEAD + 1);
        cards.keySet()
                .forEach(finding -> finding.span()
                        .ifPresent(span -> shown.set(
                                Math.max(1, span.start().line() - AROUND),
                                Math.min(
                                                lines.size(),
                                                Math.min(
                                                                span.end().line(),
                                                                span.start().line() + STATEMENT)
                                                        + AROUND)
                                        + 1)));
        return shown;
    }

    private static String text(String line) {
        String seen = Visible.of(line);
        return seen.length() <= LINE_WIDTH
                ? seen
                : seen.substring(0, LINE_WIDTH) + " … " + (seen.length() - LINE_WIDTH) + " more characters";
    }

    /** Of the worst finding whose statement the line is part of. */
    private String severity(int line) {
        return cards.keySet().stream()
                .filter(finding -> finding.span()
                        .filter(span -> span.start().line() <= line
                                && line <= span.end().line())
                        .isPresent())
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .map(Severity::toString)
                .orElse("");
    }

    private static String note(CheckedStatement statement) {
        return switch (statement.basis()) {
            case READ -> "not tried";
            case OPAQUE -> "opaque";
            case TRACED -> statement.trace().map(ScriptListing::note).orElse("tried");
        };
    }

    private static String note(StatementTrace trace) {
        String end = switch (trace.end()) {
            case RAN -> Words.shortTime(trace.duration());
            case FAILED -> "failed";
            case TIMED_OUT -> "stopped after " + Words.shortTime(trace.duration());
            case SESSION_LOST -> "lost the session";
            case NOT_RUN -> "not tried";
        };
        String locks = trace.taken().stream()
                .filter(lock -> lock.relation().isTable() && lock.relation().existedBefore())
                .filter(lock -> lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0)
                .sorted(Comparator.comparing(RelationLock::mode).reversed())
                .limit(3)
                .map(lock ->
                        lock.mode() + " on " + Visible.of(lock.relation().name().name()))
                .distinct()
                .collect(Collectors.joining(", "));
        String error = trace.error().map(why -> ": " + Visible.of(why.text())).orElse("");
        return end + error + (locks.isEmpty() ? "" : " · " + locks);
    }

    private String facts() {
        List<StatementTrace> traces = script.statements().stream()
                .flatMap(statement -> statement.trace().stream())
                .toList();
        String facts = Words.count(script.statements().size(), "statement")
                + (script.inTransaction() ? ", in one transaction" : ", in no transaction");
        if (traces.isEmpty()) {
            return facts + ", not tried on a server";
        }
        Duration time = traces.stream().map(StatementTrace::duration).reduce(Duration.ZERO, Duration::plus);
        long wal = traces.stream().mapToLong(StatementTrace::walBytes).sum();
        return facts + ", " + Words.shortTime(time) + ", " + Words.bytes(wal) + " WAL";
    }
}
