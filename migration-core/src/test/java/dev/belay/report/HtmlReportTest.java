package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.FailOn;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.Impact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Pattern POLICY = Pattern.compile("style-src 'sha256-([^']+)'");

    private static String text(CheckReport report) throws IOException {
        return new String(HtmlReport.bytes(report), StandardCharsets.UTF_8);
    }

    private static String sample() throws IOException {
        return text(CheckSample.report());
    }

    private static CheckReport of(CheckOutcome outcome) {
        return new CheckReport(outcome, List.of(), FailOn.HIGH, SampleScripts.BASE);
    }

    @Test
    void loadsAndRunsNothing() throws IOException {
        assertThat(sample())
                .contains("default-src 'none'")
                .doesNotContain("<script", "<link", "<img", "javascript:", " style=", "url(", "@import");
        assertThat(sample().replaceAll("href=\"(#\\w+|https://example.org/rules/[a-z-]+.md)\"", ""))
                .doesNotContain("href=", "src=");
    }

    @Test
    void theStyleSheetIsTheOneThatThePolicyAllows() throws Exception {
        String page = sample();
        Matcher policy = POLICY.matcher(page.replace("&#39;", "'"));
        assertThat(policy.find()).isTrue();
        String css = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
        assertThat(policy.group(1)).isEqualTo(Base64.getEncoder().encodeToString(hash));
    }

    @Test
    void textOfScriptsIsEscaped() throws IOException {
        assertThat(sample())
                .contains("&lt;script&gt;alert(&quot;&amp;amp;&quot;)&lt;/script&gt;")
                .contains("a | b `c` &lt;/details&gt; &lt;!-- ]]&gt; &amp; &quot;d&quot;")
                .contains("&quot;naïve 💥&quot; varchar(10), &quot;⟦U+202E⟧eman&quot;")
                .doesNotContain("<b>replicas", "\u202e", "\u0007", "\u001b", "\r");
    }

    @Test
    void aFindingStandsBelowItsStatement() throws IOException {
        String page = sample();
        int script = page.indexOf("id=\"s2\"");
        int statement = page.indexOf("DROP TABLE legacy_invoice;", script);
        int finding = page.indexOf("<b class=\"rule\">version-has-no-undo", script);
        int lost = page.indexOf("<p>Every row of legacy_invoice is lost.</p>", script);
        int next = page.indexOf("RENAME COLUMN fax", statement);
        assertThat(List.of(script, finding, statement, lost, next))
                .doesNotContain(-1)
                .isSorted();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        String page = sample();
        Matcher links = Pattern.compile("href=\"#(\\w+)\"").matcher(page);
        assertThat(links.results().map(link -> link.group(1)).toList())
                .hasSizeGreaterThan(10)
                .allSatisfy(id -> assertThat(page).containsOnlyOnce("id=\"" + id + "\""));
    }

    @Test
    void saysTheVerdictTheImpactAndWhatDoesNotCount() throws IOException {
        assertThat(sample())
                .contains("<h1>3 findings fail the build</h1>")
                .contains("<dt>cost</dt><dd>no rewrite, 1 index build, 412 kB WAL</dd>")
                .contains("On the scratch server it did not rewrite customer.")
                .contains("allowed until 2027-01-31: nobody reads it");
    }

    @Test
    void ofALongScriptOnlyThePlacesOfFindingsAreShown() throws IOException {
        String sql = "INSERT INTO t VALUES (1);\n".repeat(50_000) + "DROP TABLE orders;\n"
                + "INSERT INTO t VALUES (2);\n".repeat(50_000);
        var script = new CheckedScript("V1__load.sql", SampleScripts.location("V1__load.sql"), true, sql, List.of());
        var finding = CheckSample.finding(
                "drop-table-loses-data",
                dev.belay.finding.Severity.HIGH,
                dev.belay.finding.Evidence.STATIC,
                "V1__load.sql",
                sql,
                "DROP TABLE orders",
                "Every row is lost.",
                "");
        CheckOutcome outcome = check(List.of(script), List.of(finding));
        String page = text(of(outcome));
        assertThat(page)
                .hasSizeLessThan(60_000)
                .contains("<td class=\"n\">50001</td><td class=\"c\"><code>DROP TABLE orders;</code>")
                .contains("49977 lines not shown", "Of 100001 lines only a part is shown.");
    }

    @Test
    void aLongLineAndManyFindingsAreCut() throws IOException {
        String sql = "SELECT '" + "x".repeat(1_000_000) + "'";
        var script = new CheckedScript("V1__a.sql", SampleScripts.location("V1__a.sql"), true, sql, List.of());
        var findings = Collections.nCopies(600, Samples.dropTable()).stream()
                .map(finding -> finding.withMessage("m" + System.identityHashCode(new Object())))
                .toList();
        String page = text(of(check(List.of(script), findings)));
        assertThat(page).hasSizeLessThan(1_000_000).contains("more characters", "100 more findings: see check.json.");
    }

    @Test
    void aCheckOfNothingIsAPage() throws IOException {
        assertThat(text(of(check(List.of(), List.of()))))
                .contains("<h1>Nothing is pending</h1>", "No statement was tried on a server.");
    }

    private static CheckOutcome check(List<CheckedScript> scripts, List<dev.belay.finding.Finding> findings) {
        return new CheckOutcome(
                "all",
                false,
                Optional.empty(),
                Optional.empty(),
                scripts,
                findings,
                List.of(),
                List.of(),
                Impact.NONE,
                Duration.ZERO);
    }
}
