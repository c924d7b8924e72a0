package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportsTest {

    @TempDir
    Path temp;

    private static String page(RunReport report) throws IOException {
        return new String(RunHtml.bytes(report, UnaryOperator.identity()), StandardCharsets.UTF_8);
    }

    private static String markdown(RunReport report) {
        return new String(RunMarkdown.bytes(report, UnaryOperator.identity()), StandardCharsets.UTF_8);
    }

    @Test
    void writesAFileForEachFormatThatTellsOfARun() throws IOException {
        Path folder = temp.resolve("target/db");
        List<Path> files = new RunReports(EnumSet.allOf(ReportFormat.class), folder)
                .write(RunSample.succeeded())
                .files();
        assertThat(files)
                .containsExactly(
                        folder.resolve("run.json"),
                        folder.resolve("upgrade.md"),
                        folder.resolve("report.html"),
                        folder.resolve("metrics.txt"));
        try (var written = Files.list(folder)) {
            assertThat(written).containsExactlyInAnyOrderElementsOf(files);
        }
        assertThat(new RunReports(EnumSet.of(ReportFormat.TEXT), temp.resolve("none"))
                        .write(RunSample.succeeded())
                        .files())
                .isEmpty();
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @Test
    void oneThatCannotBeWrittenKeepsNoneOfTheOthersFromBeing() throws IOException {
        Files.createDirectories(temp.resolve("report.html/in-the-way"));
        RunReports.Written written =
                new RunReports(EnumSet.allOf(ReportFormat.class), temp).write(RunSample.succeeded());
        assertThat(written.files())
                .containsExactly(temp.resolve("run.json"), temp.resolve("upgrade.md"), temp.resolve("metrics.txt"));
        assertThat(written.lost())
                .singleElement()
                .asString()
                .startsWith("The report " + temp.resolve("report.html") + " cannot be written: ");
    }

    @Test
    void thoseOfAnEarlierRunAreRemovedAndNothingElse() throws IOException {
        Path other = Files.writeString(temp.resolve("check.md"), "");
        new RunReports(EnumSet.of(ReportFormat.MARKDOWN, ReportFormat.HTML, ReportFormat.OPENMETRICS), temp)
                .write(RunSample.succeeded());
        RunReports.remove(temp, "upgrade", Instant.EPOCH);
        assertThat(temp.resolve("report.html")).as("of this build's check").exists();
        RunReports.remove(temp, "upgrade", Instant.now().plusSeconds(60));
        RunReports.remove(temp, "upgrade", Instant.now().plusSeconds(60));
        try (var left = Files.list(temp)) {
            assertThat(left).containsExactly(other);
        }
    }

    @Test
    void whatIsToBeTypedReachesTheSameDatabase() throws IOException {
        UnaryOperator<String> commands = text -> text.replace("mvn db:downgrade", "mvn db:downgrade -Ddb.url=<it>");
        RunReport report = RunSample.succeeded();
        assertThat(new String(RunMarkdown.bytes(report, commands), StandardCharsets.UTF_8))
                .contains("mvn db:downgrade -Ddb.url=&lt;it&gt; -Ddb.target=");
        assertThat(new String(RunHtml.bytes(report, commands), StandardCharsets.UTF_8))
                .contains("mvn db:downgrade -Ddb.url=&lt;it&gt; -Ddb.target=");
        Problem problem = new Problem("it", List.of(), Optional.of("see mvn db:downgrade"), "mvn db:downgrade");
        assertThat(problem.withCommands(commands).lines())
                .containsExactly("it", "see mvn db:downgrade -Ddb.url=<it>", "Next: mvn db:downgrade -Ddb.url=<it>");
    }

    @Test
    void thePageLoadsAndRunsNothingAndEscapesWhatItShows() throws Exception {
        String page = page(RunSample.rolledBack());
        assertThat(page)
                .contains("default-src 'none'")
                .contains("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt; | `x` ␛[31m")
                .contains("&quot;Größe &quot;&quot;x&quot;&quot;&quot;")
                .doesNotContain("<script", "<link", "<img", " style=", "url(", "@import", "src=", "\u001b");
        Matcher policy = Pattern.compile("style-src 'sha256-([^']+)'").matcher(page);
        assertThat(policy.find()).isTrue();
        String css = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
        assertThat(policy.group(1)).isEqualTo(Base64.getEncoder().encodeToString(hash));
    }

    @Test
    void everyLinkOfThePageLeadsSomewhere() throws IOException {
        for (RunReport report : List.of(RunSample.succeeded(), RunSample.rolledBack(), RunSample.refused())) {
            String page = page(report);
            assertThat(Pattern.compile("href=\"#(\\w+)\"")
                            .matcher(page)
                            .results()
                            .map(link -> link.group(1))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(id -> assertThat(page).containsOnlyOnce("id=\"" + id + "\""));
        }
    }

    @Test
    void thePageTellsTheProblemFirstAndTheTimesAsBars() throws IOException {
        String page = page(RunSample.rolledBack());
        assertThat(List.of(
                        page.indexOf("<h1>Failed and was taken back; shop is at version 40, as before</h1>"),
                        page.indexOf("contains null values (SQLSTATE 23502)</p>"),
                        page.indexOf("was undone with U41.</p>"),
                        page.indexOf("nothing of this run stayed.</p>"),
                        page.indexOf("class=\"next\">find the rows"),
                        page.indexOf("id=\"steps\"")))
                .doesNotContain(-1)
                .isSorted();
        // 185.0 of 186.77 s, from 1.35 s on
        assertThat(page)
                .contains("<rect class=\"bar failed\" x=\"7.2\" width=\"990.5\" height=\"10\"/>")
                .contains("<rect class=\"bar skipped\" x=\"7.2\" width=\"0\" height=\"10\"/>")
                .contains("<rect class=\"bar sh\" x=\"0\" width=\"1000\" height=\"10\"/>")
                .contains("<rect class=\"bar srx\" x=\"0\" width=\"172.8\" height=\"10\"/>")
                .contains("SHARE ROW EXCLUSIVE, blocks writes · <code>V41__order_state.sql:9:1</code>")
                .contains("ACCESS EXCLUSIVE, blocks reads and writes · 12.0 million rows");
    }

    @Test
    void aRunWithoutStepsIsAPageToo() throws IOException {
        assertThat(page(RunSample.refused()))
                .contains("It ended before the first step.")
                .doesNotContain("id=\"rehearsal\"");
    }

    @Test
    void ofVeryManyScriptsThePageShowsAPartAndSaysSo() throws IOException {
        List<AppliedScript> many = IntStream.range(0, 5_000)
                .mapToObj(i -> RunSample.applied(String.valueOf(i), "x", 1, true))
                .toList();
        assertThat(page(RunSample.with(many, List.of(), Optional.empty())))
                .hasSizeLessThan(400_000)
                .contains("V499__x.sql", "4500 more scripts: see the JSON report.")
                .doesNotContain("V500__x.sql");
        assertThat(page(RunSample.succeeded())).doesNotContain("see the JSON report");
    }

    @Test
    void markdownTellsTheProblemTheStepsAndTheLocks() {
        assertThat(markdown(RunSample.rolledBack()))
                .startsWith("### ⚠️ db:upgrade: failed and was taken back; shop is at version 40, as before\n")
                .contains(
                        "**V42\\_\\_split\\_name.sql:7:1: column \"full\\_name\" contains null values (SQLSTATE 23502)**")
                .contains("| ❌ | apply | 3 min 05 s | V42\\_\\_split\\_name.sql:7:1: null values |\n")
                .contains("```diff\n- column customer.name text NOT NULL\n+ column customer.name text\n```")
                .contains("| <code>orders</code> | SHARE | 8.1 s | 12.0 million rows |");
        assertThat(markdown(RunSample.succeeded()))
                .contains("Way back: <code>mvn db:downgrade -Ddb.target=40</code>\n");
    }

    @Test
    void markdownIsNeverLongerThanACommentMayBeAndSaysWhatIsLeftOut() {
        List<AppliedScript> many = IntStream.range(0, 5_000)
                .mapToObj(i -> RunSample.applied(String.valueOf(i), "s".repeat(200), 1, true))
                .toList();
        String text = markdown(RunSample.with(many, Collections.nCopies(5_000, "w".repeat(1_000)), Optional.empty()));
        assertThat(text).hasSizeLessThan(65_536).endsWith("_There is more: see report.html._\n");
        assertThat(text.split("<details>", -1)).hasSameSizeAs(text.split("</details>", -1));
        assertThat(markdown(RunSample.succeeded())).doesNotContain("There is more");
    }

    @Test
    void aDowngradeTellsWhatWentForGoodAndWhatToKnow() throws IOException {
        assertThat(markdown(RunSample.downgraded()))
                .contains("**Gone for good**\n\n- column public.orders.state: 12 values\n- table public.note: nobody"
                        + " knows how many rows\n")
                .contains("**To know**\n\n- An application climbs again.\n")
                .contains("down 0.4 s · up again 8.1 s · then the schema as before");
        assertThat(page(RunSample.downgraded()))
                .contains("column public.orders.state: 12 values; table public.note: nobody knows how many rows")
                .contains("An application climbs again. Hold it.");
    }
}
