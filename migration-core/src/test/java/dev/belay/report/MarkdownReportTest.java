package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static String text(FailOn failOn, Finding... findings) {
        var report = new CheckReport(CheckSample.with(findings), CheckSample.rules(), failOn, SampleScripts.BASE);
        return new String(MarkdownReport.bytes(report), StandardCharsets.UTF_8);
    }

    private static String sample() {
        return new String(MarkdownReport.bytes(CheckSample.report()), StandardCharsets.UTF_8);
    }

    @Test
    void beginsWithTheVerdictAndTheImpact() {
        assertThat(sample()).startsWith("""
                ### ❌ db:check: 3 high, 3 medium, 1 low

                new against origin/main (a1b2c3d) · scratch PostgreSQL 17.11, embedded

                | | |
                | --- | --- |
                | data at risk | legacy\\_invoice: all rows |
                """);
    }

    @Test
    void eachFindingIsARowAndASectionWithItsSql() {
        assertThat(sample())
                .contains("| <code>V42\\_\\_drop\\_legacy.sql:1:1</code> | **high** |"
                        + " [drop-table-loses-data](https://example.org/rules/drop-table-loses-data.md) |"
                        + " Every row of legacy\\_invoice is lost. |\n")
                .contains("""
                <details><summary><code>V42__drop_legacy.sql:1:1</code> drop-table-loses-data (confirmed by trace)</summary>

                ```sql
                DROP TABLE legacy_invoice
                ```

                Every row of legacy\\_invoice is lost.

                Rename it first.

                Drop it a release later.

                Instead:

                ```sql
                ALTER TABLE legacy_invoice RENAME TO legacy_invoice_unused;
                ```

                To accept it here: <code>-- db:allow drop-table-loses-data: &lt;reason&gt;</code>

                </details>
                """);
    }

    @Test
    void endsWithTheCoverage() {
        assertThat(sample()).endsWith("""
                5 scripts, 13 statements: 10 traced, 2 read only from their text, 1 opaque · 2.1 s · 2 findings disproved on the\
                 server · 1 finding allowed by db:allow
                Not all of it was tried on a server: V43\\_\\_größe.sql:3 was stopped after 30 s
                """);
    }

    @Test
    void saysWhenNothingFails() {
        assertThat(text(FailOn.NEVER, Samples.dropTable()))
                .startsWith("### ⚠️ db:check: 1 high, none of which fails the build\n");
        assertThat(text(FailOn.HIGH)).startsWith("### ✅ db:check: no findings\n");
    }

    @Test
    void isNeverLongerThanACommentMayBe() {
        Finding[] many = IntStream.range(0, 2_000)
                .mapToObj(i -> CheckSample.blocksWrites().withMessage("message ".repeat(40) + i))
                .toArray(Finding[]::new);
        assertThat(text(FailOn.HIGH, many))
                .hasSizeLessThan(65_536)
                .contains("more findings: see check.json or report.html._")
                .containsPattern("_The SQL of \\d+ findings does not fit into a comment");
        Finding large = Samples.dropTable().fixedBy(Fix.of("x".repeat(100_000)));
        assertThat(text(FailOn.HIGH, large)).hasSizeLessThan(65_536);
    }

    @Test
    void textOfOthersStaysText() {
        assertThat(MarkdownText.of("# a | b <i> [x](y) @root `c` https://e.org www.e.org"))
                .isEqualTo(
                        "\\# a \\| b &lt;i&gt; \\[x\\](y) @<!-- -->root \\`c\\` https:<!-- -->//e.org www.<!-- -->e.org");
        assertThat(MarkdownText.of("1. first")).isEqualTo("1\\. first");
        assertThat(MarkdownText.block("sql", "SELECT '````'")).isEqualTo("`````sql\nSELECT '````'\n`````");
        assertThat(List.of(sample().split("\n"))).noneMatch(line -> line.startsWith("COMMENT ON"));
    }
}
