package dev.belay.analysis;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.postgres.TableSize;
import dev.belay.rule.Rule;
import dev.belay.rule.data.DataRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Weighs findings by the sizes of their tables. A hazard that is a block for as long as rows are copied, read or indexed
 * is as bad as the table is large. What breaks clients or loses data is no better for being small.
 */
final class SizeJudge {

    /**
     * Below this the block is no longer than a short transaction's: 10,000 rows of 70 bytes were rewritten with their
     * index in 13 ms, indexed in 5 and verified in 1, on PostgreSQL 15 on one core.
     */
    static final long SMALL_ROWS = 10_000;

    /** Rows may be wide: 8 MB are a thousand pages, as many as those of a hundred thousand narrow rows. */
    static final long SMALL_BYTES = 8L << 20;

    /**
     * From here the block is felt: a million such rows were rewritten with two indexes in 1.1 s and indexed in 0.5, and
     * real ones are wider and have neighbours; pools and load balancers wait for seconds.
     */
    static final long LARGE_ROWS = 1_000_000;

    /** As many bytes take as long, however few rows they are. */
    static final long LARGE_BYTES = 1L << 30;

    /** Rows of the catalogue of hazards that may fail on data as well, on as little as two rows. */
    private static final Set<Integer> FAIL_ON_DATA = Set.of(7, 9, 22);

    private static final Map<RuleId, Rule> RULES =
            Rules.ALL.stream().collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));

    private static final Set<RuleId> LOSE_DATA =
            DataRules.ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());

    private final Subjects subjects;
    private final TableSizes sizes;

    SizeJudge(Analyzer.Analysis analysis, TableSizes sizes) {
        this.subjects = new Subjects(analysis.readings());
        this.sizes = sizes;
    }

    /** {@return the finding with the sizes of its tables, and no more severe than they are} */
    Finding apply(Finding finding) {
        boolean losesData = LOSE_DATA.contains(finding.rule());
        if (!losesData && finding.claims().stream().noneMatch(SizeJudge::grows)) {
            return finding;
        }
        List<TableSize> known = subjects.tables(finding).stream()
                .flatMap(table -> sizes.find(table).stream())
                .distinct()
                .toList();
        if (known.isEmpty()) {
            return finding;
        }
        Finding told = finding.withMessage(with(finding.message(), known));
        boolean complete = known.size() >= workedOn(finding);
        return losesData || !complete ? told : told.withSeverity(lower(finding, known));
    }

    private static boolean grows(Claim claim) {
        return claim instanceof Claim.Rewrites || claim instanceof Claim.Scans || claim instanceof Claim.BuildsIndex;
    }

    /** A table whose size nobody knows may be the large one. */
    private static long workedOn(Finding finding) {
        return finding.claims().stream()
                .filter(SizeJudge::grows)
                .map(Claim::table)
                .distinct()
                .count();
    }

    private static Severity lower(Finding finding, List<TableSize> known) {
        Severity bySize =
                known.stream().map(SizeJudge::severity).max(Enum::compareTo).orElseThrow();
        Rule rule = RULES.get(finding.rule());
        boolean failsOnData = rule != null && rule.doc().hazards().stream().anyMatch(FAIL_ON_DATA::contains);
        Severity least = failsOnData && bySize == Severity.LOW ? Severity.MEDIUM : bySize;
        return least.compareTo(finding.severity()) < 0 ? least : finding.severity();
    }

    private static Severity severity(TableSize size) {
        if (size.rows() >= LARGE_ROWS || size.bytes() >= LARGE_BYTES) {
            return Severity.HIGH;
        }
        return size.rows() < SMALL_ROWS && size.bytes() < SMALL_BYTES ? Severity.LOW : Severity.MEDIUM;
    }

    private static String with(String message, List<TableSize> known) {
        String size = known.size() == 1
                ? Amount.of(known.get(0))
                : known.stream()
                        .map(each -> each.table().name() + ": " + Amount.of(each))
                        .collect(Collectors.joining("; "));
        return message.endsWith(".")
                ? message.substring(0, message.length() - 1) + " (" + size + ")."
                : message + " (" + size + ")";
    }
}
