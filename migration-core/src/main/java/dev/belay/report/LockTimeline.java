package dev.belay.report;

import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.report.HtmlPage.Bar;
import dev.belay.report.HtmlPage.Column;
import dev.belay.report.HtmlPage.Mode;
import dev.belay.report.HtmlPage.TableRow;
import dev.belay.report.HtmlPage.Timeline;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.StatementTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Draws which locks a check's statements held on which tables, one statement after the other. Only tables that were there
 * before: nobody waits for a new one. A statement is the wider the longer it took, by the logarithm.
 */
final class LockTimeline {

    private static final int TABLES = 40;
    private static final int STATEMENTS = 300;
    private static final int ROW = 30;
    private static final int HEAD = 44;
    private static final int GAP = 12;
    private static final int NARROWEST = 34;
    private static final double PER_DECADE = 28;
    private static final int SCRIPT_NARROWEST = 170;
    private static final int PER_LETTER = 8;
    private static final int LABEL_LETTER = 7;

    private final Map<String, TableRow> rows = new TreeMap<>();
    private final Map<String, LockMode> strongest = new TreeMap<>();
    private final List<Column> scripts = new ArrayList<>();
    private final List<Column> statements = new ArrayList<>();
    private int x;
    private int left;

    private LockTimeline() {}

    /** {@return the drawing; without tables when there is nothing to draw} */
    static Timeline of(CheckOutcome outcome) {
        var timeline = new LockTimeline();
        outcome.scripts().forEach(timeline::add);
        return timeline.drawn();
    }

    private void add(CheckedScript script) {
        List<StatementTrace> traces = script.statements().stream()
                .map(CheckedStatement::trace)
                .flatMap(Optional::stream)
                .toList();
        List<StatementTrace> shown = traces.subList(0, Math.min(traces.size(), STATEMENTS - statements.size()));
        left += traces.size() - shown.size();
        if (shown.isEmpty()) {
            return;
        }
        List<Column> columns = columns(shown);
        statements.addAll(columns);
        int width = x - columns.get(0).x();
        scripts.add(new Column(
                columns.get(0).x(),
                width,
                Words.cut(Visible.of(script.script()), Math.max(4, width / LABEL_LETTER)),
                Visible.of(script.script())
                        + (script.inTransaction() ? ", in one transaction" : ", in no transaction")));
        x += GAP;
        tables(shown).forEach((table, relation) -> bars(script, shown, columns, table));
    }

    private List<Column> columns(List<StatementTrace> traces) {
        double[] widths = traces.stream().mapToDouble(LockTimeline::width).toArray();
        double sum = Arrays.stream(widths).sum();
        double stretch = Math.max(1, SCRIPT_NARROWEST / sum);
        var columns = new ArrayList<Column>();
        for (int i = 0; i < widths.length; i++) {
            int width = (int) Math.round(widths[i] * stretch);
            StatementTrace trace = traces.get(i);
            columns.add(new Column(
                    x,
                    width,
                    String.valueOf(trace.number()),
                    "statement " + trace.number() + ", " + Words.shortTime(trace.duration())));
            x += width;
        }
        return columns;
    }

    private static double width(StatementTrace trace) {
        return NARROWEST + PER_DECADE * Math.log10(1 + trace.duration().toNanos() / 1e6);
    }

    private static Map<String, Relation> tables(List<StatementTrace> traces) {
        var tables = new LinkedHashMap<String, Relation>();
        traces.stream()
                .flatMap(LockTimeline::locks)
                .map(RelationLock::relation)
                .filter(relation -> relation.existedBefore() && relation.isTable())
                .forEach(relation -> tables.put(relation.name().toString(), relation));
        return tables;
    }

    private static Stream<RelationLock> locks(StatementTrace trace) {
        return Stream.concat(trace.taken().stream(), trace.held().stream());
    }

    private void bars(CheckedScript script, List<StatementTrace> traces, List<Column> columns, String table) {
        List<Optional<LockMode>> modes = modes(script, traces, table);
        TableRow row = rows.computeIfAbsent(table, name -> new TableRow(Visible.of(name), 0, new ArrayList<>()));
        int first = 0;
        while (first < modes.size()) {
            int last = first;
            while (last + 1 < modes.size() && modes.get(last + 1).equals(modes.get(first))) {
                last++;
            }
            if (modes.get(first).isPresent()) {
                LockMode mode = modes.get(first).get();
                strongest.merge(table, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
                row.bars().add(bar(script, traces, columns, mode, first, last));
            }
            first = last + 1;
        }
    }

    /**
     * What each statement holds: the strong ones as observed; a weak one, of which only the taking is observed, to the
     * end of the transaction.
     */
    private static List<Optional<LockMode>> modes(CheckedScript script, List<StatementTrace> traces, String table) {
        var modes = new ArrayList<Optional<LockMode>>();
        Optional<LockMode> weak = Optional.empty();
        for (StatementTrace trace : traces) {
            Optional<LockMode> now = locks(trace)
                    .filter(lock -> lock.relation().name().toString().equals(table))
                    .map(RelationLock::mode)
                    .max(Comparator.naturalOrder());
            modes.add(Stream.of(now, weak).flatMap(Optional::stream).max(Comparator.naturalOrder()));
            boolean isKept = script.inTransaction() && trace.ran();
            if (isKept && now.filter(LockTimeline::isWeak).isPresent()) {
                weak = Stream.of(now, weak).flatMap(Optional::stream).max(Comparator.naturalOrder());
            }
        }
        return modes;
    }

    private static boolean isWeak(LockMode mode) {
        return mode.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) < 0;
    }

    private static Bar bar(
            CheckedScript script,
            List<StatementTrace> traces,
            List<Column> columns,
            LockMode mode,
            int first,
            int last) {
        int from = columns.get(first).x();
        int width = columns.get(last).x() + columns.get(last).width() - from;
        int height = isWeak(mode) ? 8 : 20;
        String statements = first == last
                ? "statement " + traces.get(first).number()
                : "statements " + traces.get(first).number() + " to "
                        + traces.get(last).number();
        String label = abbreviation(mode);
        return new Bar(
                from + 1,
                (ROW - height) / 2,
                width - 2,
                height,
                kind(mode),
                isWeak(mode) || width < label.length() * PER_LETTER + 6 ? "" : label,
                mode.toString(),
                blocks(mode),
                Visible.of(script.script()) + ", " + statements);
    }

    private Timeline drawn() {
        List<String> order = rows.keySet().stream()
                .sorted(Comparator.comparing((String table) -> strongest.get(table))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(TABLES)
                .toList();
        var tables = new ArrayList<TableRow>();
        for (String table : order) {
            TableRow row = rows.get(table);
            tables.add(new TableRow(row.name(), HEAD + tables.size() * ROW, row.bars()));
        }
        return new Timeline(
                Math.max(1, x - GAP),
                HEAD + tables.size() * ROW,
                ROW,
                HEAD,
                scripts,
                statements,
                tables,
                modes(),
                summary(order),
                leftOut(order.size()));
    }

    private List<Mode> modes() {
        var used = EnumSet.noneOf(LockMode.class);
        used.addAll(strongest.values());
        rows.values().stream()
                .flatMap(row -> row.bars().stream())
                .forEach(bar -> used.add(LockMode.valueOf(bar.mode().replace(' ', '_'))));
        return used.stream()
                .sorted(Comparator.reverseOrder())
                .map(mode -> new Mode(kind(mode), abbreviation(mode), mode.toString(), blocks(mode)))
                .toList();
    }

    private String summary(List<String> order) {
        if (order.isEmpty()) {
            return statements.isEmpty()
                    ? "No statement was tried on a server."
                    : "No statement takes a lock on a table that was there before.";
        }
        String first = order.get(0);
        return Words.count(rows.size(), "table") + " that " + (rows.size() == 1 ? "was" : "were")
                + " there before; the strongest lock is " + strongest.get(first) + " on " + Visible.of(first) + ".";
    }

    private String leftOut(int shown) {
        var parts = new ArrayList<String>();
        if (rows.size() > shown) {
            parts.add(Words.count(rows.size() - shown, "table") + " with weaker locks");
        }
        if (left > 0) {
            parts.add(Words.count(left, "more statement"));
        }
        return parts.isEmpty() ? "" : "Not drawn: " + String.join(", ", parts) + "; see check.json.";
    }

    /** The letters that people who read about locks know. */
    private static String abbreviation(LockMode mode) {
        return switch (mode) {
            case ACCESS_SHARE -> "AS";
            case ROW_SHARE -> "RS";
            case ROW_EXCLUSIVE -> "RX";
            case SHARE_UPDATE_EXCLUSIVE -> "SUX";
            case SHARE -> "SH";
            case SHARE_ROW_EXCLUSIVE -> "SRX";
            case EXCLUSIVE -> "EX";
            case ACCESS_EXCLUSIVE -> "AX";
        };
    }

    static String kind(LockMode mode) {
        if (isWeak(mode)) {
            return "weak";
        }
        return switch (mode) {
            case SHARE_UPDATE_EXCLUSIVE -> "sux";
            case SHARE -> "sh";
            case SHARE_ROW_EXCLUSIVE -> "srx";
            case EXCLUSIVE -> "ex";
            default -> "ax";
        };
    }

    static String blocks(LockMode mode) {
        if (mode.blocksReads()) {
            return "blocks reads and writes";
        }
        if (mode.blocksWrites()) {
            return "blocks writes";
        }
        return isWeak(mode) ? "blocks no reads or writes" : "blocks other changes of the table only";
    }
}
