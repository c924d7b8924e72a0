package dev.belay.analysis;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.outcome.Impact;
import dev.belay.script.QualifiedName;
import dev.belay.script.ScriptType;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pending scripts do to tables that were there before: who waits, and what it costs. */
final class TableWork {

    /** What takes the longer the more rows there are; the longest comes first. */
    private enum Kind {
        REWRITE("it is rewritten"),
        INDEX("an index is built"),
        SCAN("its rows are verified");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * One table in one statement.
     *
     * @param held from the statement's start to the end of the transaction
     * @param before the script whose later statements take long, too, before they commit and give the lock back
     */
    private record Item(QualifiedName table, LockMode mode, Set<Kind> kinds, Duration held, Optional<String> before) {}

    private final List<Item> items;
    private final OptionalLong wal;

    private TableWork(List<Item> items, OptionalLong wal) {
        this.items = items;
        this.wal = wal;
    }

    /** {@return what findings claim, nothing having been run} */
    static TableWork claimed(List<Finding> findings) {
        var items = new ArrayList<Item>();
        for (Finding finding : findings) {
            Map<QualifiedName, List<Claim>> byTable = finding.claims().stream()
                    .collect(Collectors.groupingBy(Claim::table, LinkedHashMap::new, Collectors.toList()));
            byTable.forEach((table, claims) ->
                    items.add(new Item(table, mode(claims), kinds(claims), Duration.ZERO, Optional.empty())));
        }
        return new TableWork(items, OptionalLong.empty());
    }

    private static LockMode mode(List<Claim> claims) {
        return claims.stream()
                .filter(Claim.Locks.class::isInstance)
                .map(claim -> ((Claim.Locks) claim).mode())
                .max(Comparator.naturalOrder())
                .orElse(LockMode.ACCESS_SHARE);
    }

    private static Set<Kind> kinds(List<Claim> claims) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (Claim claim : claims) {
            if (claim instanceof Claim.Rewrites) {
                kinds.add(Kind.REWRITE);
            } else if (claim instanceof Claim.BuildsIndex) {
                kinds.add(Kind.INDEX);
            } else if (claim instanceof Claim.Scans) {
                kinds.add(Kind.SCAN);
            }
        }
        return kinds;
    }

    /**
     * {@return what was seen; in an upgrade the undo scripts do not run}
     *
     * @param findings claim what was not seen because it could not be run
     */
    static TableWork observed(Analyzer.Analysis analysis, Trace trace, List<Finding> findings) {
        var items = new ArrayList<>(claimed(findings.stream()
                        .filter(finding ->
                                finding.evidence() == Evidence.STATIC && isOnlyRead(analysis, trace, finding))
                        .toList())
                .items);
        List<ScriptTrace> scripts = analysis.readings().stream()
                .flatMap(reading -> trace.script(reading.script().script()).stream())
                .toList();
        for (ScriptTrace script : scripts) {
            for (StatementTrace statement : script.statements()) {
                if (statement.ran()) {
                    items.addAll(items(script, statement));
                }
            }
        }
        long wal = scripts.stream()
                .flatMap(script -> script.statements().stream())
                .mapToLong(StatementTrace::walBytes)
                .sum();
        return new TableWork(items, OptionalLong.of(wal));
    }

    /** Whether the finding is on a statement of an upgrade that was not run, so that nothing was seen of it. */
    private static boolean isOnlyRead(Analyzer.Analysis analysis, Trace trace, Finding finding) {
        return analysis.readings().stream()
                .filter(reading -> reading.script().location().equals(finding.location()))
                .filter(reading -> reading.script().name().type() != ScriptType.UNDO)
                .anyMatch(reading -> reading.parsed().statements().stream()
                        .filter(statement -> finding.span()
                                .filter(span -> span.start().offset()
                                                >= statement.span().start().offset()
                                        && span.end().offset()
                                                <= statement.span().end().offset())
                                .isPresent())
                        .noneMatch(statement -> trace.script(reading.script().script())
                                .flatMap(script -> script.statement(statement.number()))
                                .filter(StatementTrace::ran)
                                .isPresent()));
    }

    private static List<Item> items(ScriptTrace script, StatementTrace statement) {
        Map<QualifiedName, LockMode> modes = new LinkedHashMap<>();
        Stream.concat(statement.taken().stream(), statement.held().stream())
                .filter(lock ->
                        lock.relation().existedBefore() && lock.relation().isTable())
                .forEach(lock ->
                        modes.merge(lock.relation().name(), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b));
        statement.rewritten().forEach(relation -> add(modes, relation));
        statement.built().forEach(relation -> add(modes, relation));
        if (modes.isEmpty()) {
            return List.of(); // of a hundred thousand INSERTs none has anything to tell
        }
        Duration held = held(script, statement);
        Optional<String> before =
                Optional.of(script.script()).filter(any -> script.inTransaction() && worksLater(script, statement));
        Set<QualifiedName> taken = statement.taken().stream()
                .map(RelationLock::relation)
                .map(Relation::name)
                .collect(Collectors.toSet());
        return modes.entrySet().stream()
                .map(entry ->
                        new Item(entry.getKey(), entry.getValue(), kinds(statement, entry.getKey()), held, before))
                // what was held before is told of where it was taken, unless there is work under it
                .filter(item -> taken.contains(item.table()) || !item.kinds().isEmpty())
                .toList();
    }

    private static void add(Map<QualifiedName, LockMode> modes, Relation relation) {
        if (relation.existedBefore() && relation.isTable()) {
            modes.putIfAbsent(relation.name(), LockMode.ACCESS_SHARE);
        }
    }

    private static Set<Kind> kinds(StatementTrace statement, QualifiedName table) {
        var kinds = EnumSet.noneOf(Kind.class);
        if (isAmong(statement.rewritten(), table)) {
            kinds.add(Kind.REWRITE);
        } else if (isAmong(statement.built(), table)) {
            kinds.add(Kind.INDEX);
        } else if (isAmong(statement.scanned(), table)) {
            kinds.add(Kind.SCAN);
        }
        return kinds;
    }

    private static boolean isAmong(List<Relation> relations, QualifiedName table) {
        return relations.stream()
                .anyMatch(
                        relation -> relation.existedBefore() && relation.name().equals(table));
    }

    private static boolean worksLater(ScriptTrace script, StatementTrace from) {
        return script.statements().stream()
                .filter(statement -> statement.number() > from.number())
                .flatMap(statement -> Stream.of(statement.rewritten(), statement.built(), statement.scanned()))
                .flatMap(List::stream)
                .anyMatch(Relation::existedBefore);
    }

    /** A lock lasts to the end of its transaction. */
    private static Duration held(ScriptTrace script, StatementTrace from) {
        return script.inTransaction()
                ? script.statements().stream()
                        .filter(statement -> statement.number() >= from.number())
                        .map(StatementTrace::duration)
                        .reduce(Duration.ZERO, Duration::plus)
                : from.duration();
    }

    /**
     * {@return who waits for what}
     *
     * @param sizes rows say how long it takes where no duration does
     * @param withData whether the durations are those of the data
     */
    String blocked(TableSizes sizes, boolean withData) {
        Map<Kind, Map<String, Item>> working = new TreeMap<>();
        Map<String, Item> moments = new LinkedHashMap<>();
        for (Item item : items) {
            if (!item.mode().blocksWrites()) {
                continue;
            }
            Optional<Kind> kind = item.kinds().stream().findFirst();
            kind.map(it -> working.computeIfAbsent(it, any -> new LinkedHashMap<>()))
                    .orElse(moments)
                    .merge(item.table().toString(), item, TableWork::longer);
        }
        Set<QualifiedName> waitedFor = working.values().stream()
                .flatMap(map -> map.values().stream())
                .map(Item::table)
                .collect(Collectors.toSet());
        var parts = new ArrayList<String>();
        working.forEach((kind, tables) -> tables.values()
                .forEach(item -> parts.add(who(item) + " while " + kind.words + howLong(item, sizes, withData))));
        moments.values().stream()
                .filter(item -> !waitedFor.contains(item.table()))
                .forEach(item -> parts.add(who(item) + moment(item, withData)));
        return parts.isEmpty() ? Impact.NONE.blocked() : Listed.of(parts, "; ");
    }

    private static String moment(Item item, boolean withData) {
        String time = withData ? " (" + Amount.time(item.held()) + ")" : "";
        return item.before().map(script -> " until " + script + " commits").orElse(" for a moment") + time;
    }

    private static Item longer(Item a, Item b) {
        return new Item(
                a.table(),
                a.mode().compareTo(b.mode()) >= 0 ? a.mode() : b.mode(),
                a.kinds(),
                a.held().compareTo(b.held()) >= 0 ? a.held() : b.held(),
                a.before().or(b::before));
    }

    private static String who(Item item) {
        return (item.mode().blocksReads() ? "reads and writes of " : "writes to ") + item.table();
    }

    private static String howLong(Item item, TableSizes sizes, boolean withData) {
        if (withData) {
            return " (" + Amount.time(item.held()) + ")";
        }
        return sizes.find(item.table())
                .map(size -> " (" + Amount.of(size) + ")")
                .orElse("");
    }

    /** {@return rewrites, index builds and WAL} */
    String cost() {
        var parts = new ArrayList<String>();
        count(Kind.REWRITE, "rewrite").ifPresent(parts::add);
        count(Kind.INDEX, "index build").ifPresent(parts::add);
        count(Kind.SCAN, "scan").ifPresent(parts::add);
        if (parts.isEmpty()) {
            parts.add("no rewrite");
        }
        parts.add(wal.isPresent() ? Amount.bytes(wal.getAsLong()) + " WAL on the scratch server" : "WAL not measured");
        return String.join(", ", parts);
    }

    private Optional<String> count(Kind kind, String noun) {
        List<String> tables = items.stream()
                .filter(item -> item.kinds().contains(kind))
                .map(item -> item.table().toString())
                .toList();
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(tables.size() + " " + noun + (tables.size() == 1 ? "" : "s") + " ("
                        + Listed.of(tables.stream().distinct().toList(), ", ") + ")");
    }
}
