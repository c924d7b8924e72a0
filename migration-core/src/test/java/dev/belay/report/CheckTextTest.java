package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.Impact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckTextTest {

    private static String print(FailOn failOn, CheckOutcome outcome) {
        return Samples.print(new CheckText(failOn, Style.PLAIN).lines(outcome));
    }

    @Test
    void saysPlaceStatementEffectAndAdvice() {
        assertThat(print(FailOn.HIGH, Samples.check(false, Samples.dropTable(), Samples.noUndo())))
                .isEqualTo("""
                        [INFO] check · 2 scripts · new against origin/main (a1b2c3d)
                        [ERROR] V41__drop.sql:3:1 · high · drop-table-loses-data · from the text
                        [ERROR]     DROP TABLE orders
                        [ERROR]   Every row of orders is lost.
                        [ERROR]   Rename it first.
                        [ERROR]   Drop it a release later.
                        [WARN] V42__x.sql · medium · no-undo-script · from the text
                        [WARN]   There is no way back.
                        [INFO] V42__x.sql:7:3 · could not be read, so no rule has judged it: SELEKT x
                        [INFO] To accept a finding, write above its statement: -- db:allow drop-table-loses-data: <reason>
                        [INFO] 2 scripts, 3 statements: 0 traced, 2 read only from their text, 1 opaque · 2.1 s
                        [WARN] Not all of it was tried on a server: no server
                        [INFO] data at risk  none
                        [INFO] blocked       nobody
                        [INFO] way back      nothing to take back
                        [INFO] cost          none
                        [ERROR] 1 high, 1 medium.
                        """);
    }

    @Test
    void theSameFindingAboutManyScriptsIsOne() {
        List<Finding> findings = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> Samples.noUndo("V" + i + "__x.sql"))
                .collect(Collectors.toCollection(ArrayList::new));
        findings.add(5, Samples.dropTable());
        assertThat(print(FailOn.HIGH, Samples.check(false, findings.toArray(Finding[]::new))))
                .startsWith("""
                        [INFO] check · 2 scripts · new against origin/main (a1b2c3d)
                        [WARN] 12 scripts · medium · no-undo-script · from the text
                        [WARN]     V1__x.sql, V2__x.sql, V3__x.sql, V4__x.sql, V5__x.sql, V6__x.sql, V7__x.sql, V8__x.sql
                        [WARN]     and 4 more
                        [WARN]   There is no way back.
                        [ERROR] V41__drop.sql:3:1 · high · drop-table-loses-data · from the text
                        """)
                .contains("[ERROR] 1 high, 12 medium.")
                .containsOnlyOnce("no-undo-script");
    }

    @Test
    void aFewScriptsWithTheSameFindingAreShownOneByOne() {
        assertThat(print(
                        FailOn.HIGH,
                        Samples.check(
                                false,
                                Samples.noUndo("V1__a.sql"),
                                Samples.noUndo("V2__b.sql"),
                                Samples.noUndo("V3__c.sql"))))
                .contains("V1__a.sql · medium", "V2__b.sql · medium", "V3__c.sql · medium");
    }

    @Test
    void manyUnreadStatementsAreCounted() {
        CheckOutcome outcome = Samples.unread(12);
        assertThat(print(FailOn.HIGH, outcome))
                .contains("V1__x.sql:8:1 · could not be read", "and 4 more that could not be read\n")
                .doesNotContain("V1__x.sql:9:1");
    }

    @Test
    void anAdvisoryCheckPrintsNoErrors() {
        assertThat(print(FailOn.HIGH, Samples.check(true, Samples.dropTable())))
                .doesNotContain("[ERROR]")
                .endsWith("[WARN] 1 high. Advisory: with nothing to compare with, the build does not fail.\n");
    }

    @Test
    void theLowestSeverityThatFailsDecidesWhatIsAnError() {
        assertThat(print(FailOn.MEDIUM, Samples.check(false, Samples.noUndo())))
                .contains("[ERROR] V42__x.sql · medium");
        assertThat(print(FailOn.NEVER, Samples.check(false, Samples.dropTable())))
                .doesNotContain("[ERROR]");
    }

    @Test
    void aCleanCheckSaysSo() {
        assertThat(print(FailOn.HIGH, Samples.check(false))).endsWith("[INFO] No findings.\n");
    }

    @Test
    void nothingPendingIsTwoLines() {
        var nothing = new CheckOutcome(
                "new against origin/main (a1b2c3d)",
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Impact.NONE,
                Duration.ZERO);
        assertThat(print(FailOn.HIGH, nothing)).isEqualTo("""
                        [INFO] check · 0 scripts · new against origin/main (a1b2c3d)
                        [INFO] Nothing is pending.
                        """);
    }

    @Test
    void aLongStatementIsCut() {
        String sql = IntStream.rangeClosed(1, 9).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        Finding whole = Samples.dropTable();
        var finding = new Finding(
                whole.rule(),
                whole.severity(),
                whole.evidence(),
                whole.script(),
                whole.location(),
                whole.span(),
                Optional.of(sql),
                whole.message(),
                whole.advice());
        assertThat(print(FailOn.HIGH, Samples.check(false, finding)))
                .contains("    line 6\n[ERROR]     … 3 more lines\n")
                .doesNotContain("line 7");
    }

    @Test
    void saysWhatIsFoundOnTheServerAndHowToDoItSafely() {
        assertThat(print(FailOn.HIGH, CheckSample.outcome())).startsWith("""
                        [INFO] check · 5 scripts · new against origin/main (a1b2c3d) · scratch PostgreSQL 17.11, embedded
                        [ERROR] V41__order_state.sql:3:1 · high · index-blocks-writes · confirmed by trace
                        [ERROR]     CREATE INDEX orders_state
                        [ERROR]         ON orders (state)
                        [ERROR]      WHERE state <> 'done' AND note LIKE '<script>alert("&amp;")</script>%'
                        [ERROR]   Takes SHARE on public.orders: INSERT, UPDATE and DELETE wait until the index is built \
                        (12.0 million rows, 1.8 GB).
                        [ERROR]   Build the index without blocking writers.
                        [ERROR]   Instead, in a script of its own, which is not run in a transaction \
                        (executeInTransaction=false in its .conf):
                        [ERROR]     CREATE INDEX CONCURRENTLY orders_state
                        [ERROR]         ON orders (state)
                        [ERROR]      WHERE state <> 'done' AND note LIKE '<script>alert("&amp;")</script>%';
                        """).contains("""
                        [ERROR]   Instead:
                        [ERROR]     ALTER TABLE orders ADD CONSTRAINT orders_customer_fk
                        [ERROR]         FOREIGN KEY (customer_id) REFERENCES customer (id) NOT VALID;
                        [ERROR]   Then, in the next script:
                        [ERROR]     ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;
                        """);
    }

    @Test
    void theEndSaysCoverageImpactAndCounts() {
        assertThat(print(FailOn.HIGH, CheckSample.outcome())).endsWith("""
                        [INFO] To accept a finding, write above its statement: -- db:allow index-blocks-writes: <reason>
                        [INFO] 2 findings disproved on the server; -X or check.json shows them
                        [DETAIL]   V42__drop_legacy.sql:5:1 · column-type-rewrites-table · disproved: On the scratch server \
                        it did not rewrite customer.
                        [DETAIL]   V42__drop_legacy.sql:1:1 · partition-scan · disproved: On the scratch server it was not \
                        refused. What is left is low.
                        [INFO] 1 finding allowed by db:allow
                        [DETAIL]   V42__drop_legacy.sql:4:1 · high · rename-column-breaks-clients · allowed until 2027-01-31: \
                        nobody reads it
                        [INFO] 5 scripts, 13 statements: 10 traced, 2 read only from their text, 1 opaque · 2.1 s
                        [WARN] Not all of it was tried on a server: V43__größe.sql:3 was stopped after 30 s
                        [INFO] data at risk  legacy_invoice: all rows
                        [INFO] blocked       writes to orders while the index is built; reads of legacy_invoice for a moment
                        [INFO] way back      1 of 4 scripts has an undo script
                        [INFO] cost          no rewrite, 1 index build, 412 kB WAL
                        [ERROR] 3 high, 3 medium, 1 low.
                        """);
    }

    @Test
    void aTerminalGetsNoControlCharactersOfAScript() {
        assertThat(print(FailOn.HIGH, CheckSample.outcome()))
                .contains("␛[31mred␛[0m", "\"⟦U+202E⟧eman\" text, bell text DEFAULT '␇'")
                .doesNotContain("\u001b", "\u202e", "\u0007");
    }
}
