package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.script.ColumnDefinition;
import dev.belay.script.StatementKind.CreateTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** CREATE TABLE whose columns leave gaps. */
public final class ColumnsArePadded extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("columns-are-padded"),
            List.of(72),
            Severity.LOW,
            "The order of the columns of a new table wastes 16 bytes a row or more.",
            "Values begin at multiples of their alignment; small columns between large ones leave"
                    + " gaps (PostgreSQL manual, Database Page Layout).",
            "Fixed columns of 8 bytes first, then of 4, 2 and 1, then those of variable length.",
            "CREATE TABLE t (a boolean NOT NULL, id bigint PRIMARY KEY, b boolean, created"
                    + " timestamptz, c boolean, changed timestamptz);",
            "CREATE TABLE t (id bigint PRIMARY KEY, created timestamptz, changed timestamptz, a"
                    + " boolean NOT NULL, b boolean, c boolean);");

    /** In bytes; less is not worth a word. */
    private static final int WORTH = 16;

    /** In bytes, which are their alignment, too ({@code pg_type.typlen}, {@code typalign}). */
    private static final Map<String, Integer> SIZES = Map.ofEntries(
            Map.entry("bigint", 8),
            Map.entry("int8", 8),
            Map.entry("bigserial", 8),
            Map.entry("timestamptz", 8),
            Map.entry("timestamp", 8),
            Map.entry("timestamp with time zone", 8),
            Map.entry("timestamp without time zone", 8),
            Map.entry("double precision", 8),
            Map.entry("float8", 8),
            Map.entry("int", 4),
            Map.entry("integer", 4),
            Map.entry("int4", 4),
            Map.entry("serial", 4),
            Map.entry("real", 4),
            Map.entry("float4", 4),
            Map.entry("date", 4),
            Map.entry("smallint", 2),
            Map.entry("int2", 2),
            Map.entry("boolean", 1),
            Map.entry("bool", 1));

    public ColumnsArePadded() {
        super(CreateTable.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return false;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateTable kind) {
        int now = size(kind.columns().stream().map(ColumnDefinition::type));
        int best = size(kind.columns().stream()
                .map(ColumnDefinition::type)
                .sorted(Comparator.comparing((String type) -> -SIZES.getOrDefault(Sql.baseType(type), 0))));
        if (kind.columns().isEmpty() || now - best < WORTH) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "In this order the columns of " + kind.name() + " take " + (now - best)
                        + " bytes a row more than they need.",
                "Columns of 8 bytes first, then of 4, 2 and 1, then those of variable length."));
    }

    /** {@return what a row takes, which is a multiple of 8} */
    private static int size(Stream<String> types) {
        int end = end(types);
        return end + Math.floorMod(-end, 8);
    }

    /** Up to the first column of variable length: where those end depends on their values. */
    private static int end(Stream<String> types) {
        int offset = 0;
        for (String type : types.toList()) {
            int size = SIZES.getOrDefault(Sql.baseType(type), 0);
            if (size == 0) {
                return offset;
            }
            offset += Math.floorMod(-offset, size) + size;
        }
        return offset;
    }
}
