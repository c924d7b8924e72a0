package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.Impact;
import dev.belay.postgres.TableSize;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImpactSummaryTest {

    private static final Relation ORDERS = relation("orders");
    private static final Relation ITEMS = relation("items");
    private static final Relation NEW = new Relation(QualifiedName.of("public", "fresh"), 'r', false);
    private static final TableSizes SIZES = new TableSizes(
            List.of(new TableSize(QualifiedName.of("public", "orders"), 12_000_000, 1_932_735_283L)), "public");

    private static Relation relation(String name) {
        return new Relation(QualifiedName.of("public", name), 'r', true);
    }

    private static Impact impact(String text, TableSizes sizes, Optional<Trace> trace, boolean withData) {
        return new ImpactSummary(
                        Example.read(text), Example.analyze(text, RuleSettings.DEFAULT), Example.of(text), sizes)
                .of(trace, withData);
    }

    private static Impact impact(String text) {
        return impact(text, TableSizes.UNKNOWN, Optional.empty(), false);
    }

    /** A statement that works on relations under one lock, for two seconds. */
    private record Seen(LockMode mode, List<Relation> rewritten, List<Relation> scanned, List<Relation> built) {

        static Seen lock(LockMode mode) {
            return new Seen(mode, List.of(), List.of(), List.of());
        }

        StatementTrace trace(int number, Relation... locked) {
            return new StatementTrace(
                    number,
                    StatementTrace.End.RAN,
                    Optional.empty(),
                    Arrays.stream(locked)
                            .map(relation -> new RelationLock(relation, mode))
                            .toList(),
                    List.of(),
                    rewritten,
                    scanned,
                    built,
                    List.of(),
                    210_000,
                    List.of(),
                    Duration.ofSeconds(2));
        }
    }

    private static Optional<Trace> trace(StatementTrace... statements) {
        return Optional.of(new Trace(
                "PostgreSQL 17, embedded",
                17,
                List.of(new ScriptTrace("V2__a.sql", true, List.of(statements))),
                Catalogue.EMPTY,
                Catalogue.EMPTY,
                Optional.empty()));
    }

    @Test
    void nothingPendingMeansNothing() {
        assertThat(impact("--- V1__a.sql (base)\nDROP TABLE a;")).isEqualTo(Impact.NONE);
    }

    @Test
    void whatIsLostIsNamedAlsoWhenItIsAccepted() {
        Impact impact = impact("""
                --- V2__a.sql
                CREATE TABLE fresh ();
                DROP TABLE fresh, orders;
                ALTER TABLE items ADD COLUMN b int, DROP COLUMN c;
                ALTER TABLE items DROP COLUMN b;
                -- db:allow truncate-loses-data: a cache
                TRUNCATE cache;
                DROP SCHEMA old CASCADE;
                """, SIZES, Optional.empty(), false);
        assertThat(impact.dataAtRisk())
                .isEqualTo("orders (12.0 million rows, 1.8 GB), items.c, schema old, every row of cache");
    }

    @Test
    void aTableThatOnlyTheTraceSawGoingIsNamed() {
        var table = new Catalogue.Table(QualifiedName.of("public", "Legacy"), 'r', "me", List.of(), true, List.of());
        var dropped = List.of(
                new ObjectChange(ObjectChange.Action.DROPPED, "table", "public.\"Legacy\"", true),
                new ObjectChange(ObjectChange.Action.DROPPED, "table", "public.fresh", true));
        var statement = new StatementTrace(
                1,
                StatementTrace.End.RAN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                dropped,
                0,
                List.of(),
                Duration.ZERO);
        var trace = new Trace(
                "",
                17,
                List.of(new ScriptTrace("V2__a.sql", true, List.of(statement))),
                new Catalogue(Map.of(1L, table), Map.of(), List.of(), List.of(), List.of()),
                Catalogue.EMPTY,
                Optional.empty());
        assertThat(impact("--- V2__a.sql\nSELECT purge();", SIZES, Optional.of(trace), false)
                        .dataAtRisk())
                .isEqualTo("public.Legacy");
    }

    @Test
    void whoWaitsForWhatIsReadFromTheTrace() {
        String text =
                "--- V2__a.sql\nCREATE INDEX ON orders (a);\nALTER TABLE items ALTER a TYPE bigint;" + "\nSELECT 1;";
        Optional<Trace> trace = trace(
                new Seen(LockMode.SHARE, List.of(), List.of(), List.of(ORDERS, NEW)).trace(1, ORDERS, NEW),
                new Seen(LockMode.ACCESS_EXCLUSIVE, List.of(ITEMS), List.of(), List.of(ITEMS)).trace(2, ITEMS),
                Seen.lock(LockMode.ACCESS_SHARE).trace(3, relation("customers")));
        Impact byRows = impact(text, SIZES, trace, false);
        assertThat(byRows.blocked())
                .isEqualTo("reads and writes of public.items while it is rewritten; writes to public.orders while an"
                        + " index is built (12.0 million rows, 1.8 GB)");
        assertThat(byRows.cost())
                .isEqualTo("1 rewrite (public.items), 1 index build (public.orders), 615 kB WAL on the scratch server");
        // the locks last until the script commits, six seconds and four after they were taken
        assertThat(impact(text, SIZES, trace, true).blocked())
                .isEqualTo("reads and writes of public.items while it is rewritten (4.0 s); writes to public.orders"
                        + " while an index is built (6.0 s)");
    }

    @Test
    void aShortLockIsShortOnlyWhenNothingLongFollows() {
        String text = "--- V2__a.sql\nALTER TABLE items ADD b int;\nCREATE INDEX ON orders (a);";
        StatementTrace items = Seen.lock(LockMode.ACCESS_EXCLUSIVE).trace(1, ITEMS);
        assertThat(impact("--- V2__a.sql\nALTER TABLE items ADD b int;", SIZES, trace(items), false)
                        .blocked())
                .isEqualTo("reads and writes of public.items for a moment");
        StatementTrace index = new Seen(LockMode.SHARE, List.of(), List.of(), List.of(ORDERS)).trace(2, ORDERS);
        assertThat(impact(text, TableSizes.UNKNOWN, trace(items, index), false).blocked())
                .isEqualTo("writes to public.orders while an index is built; reads and writes of public.items until"
                        + " V2__a.sql commits");
    }

    @Test
    void whatLetsOthersWorkBlocksNobodyAndStillCosts() {
        StatementTrace index =
                new Seen(LockMode.SHARE_UPDATE_EXCLUSIVE, List.of(), List.of(), List.of(ORDERS)).trace(1, ORDERS);
        Impact impact = impact("--- V2__a.sql\nCREATE INDEX CONCURRENTLY ON orders (a);", SIZES, trace(index), false);
        assertThat(impact.blocked()).isEqualTo("nobody");
        assertThat(impact.cost()).startsWith("1 index build (public.orders), ");
    }

    @Test
    void withoutATraceTheClaimsOfFindingsHaveToDo() {
        QualifiedName orders = QualifiedName.of("orders");
        var finding = new Finding(
                        new RuleId("index-blocks-writes"),
                        Severity.HIGH,
                        Evidence.STATIC,
                        "V2__a.sql",
                        "db/V2__a.sql",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "")
                .claiming(new Claim.Locks(orders, LockMode.SHARE), new Claim.BuildsIndex(orders));
        String text = "--- V2__a.sql\nCREATE INDEX ON orders (a);";
        var summary = new ImpactSummary(
                Example.read(text),
                new Verdict.Result(List.of(finding), List.of(), List.of()),
                Example.of(text),
                SIZES);
        Impact impact = summary.of(Optional.empty(), false);
        assertThat(impact.blocked()).isEqualTo("writes to orders while an index is built (12.0 million rows, 1.8 GB)");
        assertThat(impact.cost()).isEqualTo("1 index build (orders), WAL not measured");
        assertThat(summary.of(trace(), false).blocked())
                .as("a statement that could not be run")
                .isEqualTo(impact.blocked());
    }

    @Test
    void theWayBackCountsUndoScripts() {
        assertThat(impact("--- R__a.sql\nSELECT 1;").wayBack()).isEqualTo("nothing to take back");
        assertThat(impact("--- V2__a.sql\nSELECT 1;").wayBack()).isEqualTo("none: the version has no undo script");
        assertThat(impact("--- V2__a.sql\nSELECT 1;\n--- U2__a.sql\nSELECT 1;").wayBack())
                .isEqualTo("the version has an undo script (untested: db:test)");
        var some = new ArrayList<String>();
        for (int version = 2; version < 10; version++) {
            some.add("--- V" + version + "__a.sql\nSELECT 1;");
        }
        assertThat(impact(String.join("\n", some) + "\n--- U2__a.sql\nSELECT 1;")
                        .wayBack())
                .isEqualTo("1 of 8 versions have undo scripts, but not 3, 4, 5, 6, 7 and 2 more (untested: db:test)");
    }
}
