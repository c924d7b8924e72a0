package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.TableSize;
import dev.belay.script.QualifiedName;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.trace.model.LockMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class TableSizesTest {

    private static final Analyzer.Analysis NOTHING = new Analyzer.Analysis(List.of(), List.of(), List.of());
    private static final QualifiedName ORDERS = QualifiedName.of("orders");

    private static TableSizes sizes(TableSize... sizes) {
        return new TableSizes(List.of(sizes), "public");
    }

    private static TableSize size(String name, long rows, long bytes) {
        return new TableSize(QualifiedName.of("public", name), rows, bytes);
    }

    private static Finding finding(String rule, Severity severity, Claim... claims) {
        return new Finding(
                        new RuleId(rule),
                        severity,
                        Evidence.STATIC,
                        "V2__a.sql",
                        "db/V2__a.sql",
                        Optional.empty(),
                        Optional.empty(),
                        "Writes wait.",
                        "")
                .claiming(claims);
    }

    private static Finding index(Severity severity) {
        return finding(
                "index-blocks-writes",
                severity,
                new Claim.Locks(ORDERS, LockMode.SHARE),
                new Claim.BuildsIndex(ORDERS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    40         | 8192          | LOW    | 40 rows, 8 kB
                    1          | 8192          | LOW    | 1 row, 8 kB
                    0          | 0             | LOW    | no rows
                    9999       | 8388607       | LOW    | 9,999 rows, 8.0 MB
                    10000      | 8192          | MEDIUM | 10,000 rows, 8 kB
                    100        | 8388608       | MEDIUM | 100 rows, 8.0 MB
                    999999     | 90000000      | MEDIUM | 999,999 rows, 86 MB
                    1000000    | 90000000      | HIGH   | 1.0 million rows, 86 MB
                    12000000   | 1932735283    | HIGH   | 12.0 million rows, 1.8 GB
                    5000       | 1073741824    | HIGH   | 5,000 rows, 1.0 GB
                    2500000000 | 1099511627776 | HIGH   | 2.5 billion rows, 1.0 TB
                    """)
    void theSizeDecidesHowBadItIsToWaitForWorkOnATable(long rows, long bytes, Severity wanted, String words) {
        Finding judged = new SizeJudge(NOTHING, sizes(size("orders", rows, bytes))).apply(index(Severity.HIGH));
        assertThat(judged.severity()).isEqualTo(wanted);
        assertThat(judged.message()).isEqualTo("Writes wait (" + words + ").");
    }

    @Test
    void aLargeTableMakesNothingWorse() {
        var judge = new SizeJudge(NOTHING, sizes(size("orders", 1L << 40, 1L << 40)));
        assertThat(judge.apply(index(Severity.LOW)).severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void withoutTheSizeNothingChanges() {
        Finding finding = index(Severity.HIGH);
        assertThat(new SizeJudge(NOTHING, sizes(size("customers", 1, 1))).apply(finding))
                .isEqualTo(finding);
    }

    @Test
    void aShortLockIsNoBetterForASmallTable() {
        Finding finding =
                finding("index-blocks-writes", Severity.MEDIUM, new Claim.Locks(ORDERS, LockMode.ACCESS_EXCLUSIVE));
        assertThat(new SizeJudge(NOTHING, sizes(size("orders", 1, 8192))).apply(finding))
                .isEqualTo(finding);
    }

    @Test
    void theLargerOfTwoTablesDecidesAndAnUnknownOneForbidsToSay() {
        Finding finding = finding(
                "foreign-key-scans",
                Severity.HIGH,
                new Claim.Scans(ORDERS),
                new Claim.Scans(QualifiedName.of("customers")));
        var both = sizes(size("orders", 5, 8192), size("customers", 50_000, 9_000_000));
        Finding judged = new SizeJudge(NOTHING, both).apply(finding);
        assertThat(judged.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(judged.message()).isEqualTo("Writes wait (orders: 5 rows, 8 kB; customers: 50,000 rows, 8.6 MB).");
        assertThat(new SizeJudge(NOTHING, sizes(size("orders", 5, 8192)))
                        .apply(finding)
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void lossOfDataIsNoBetterForBeingSmall() {
        String script = "--- R__a.sql\nDROP TABLE a, b; TRUNCATE c; ALTER TABLE a DROP COLUMN x; DROP TABLE d;";
        Analyzer.Analysis analysis = Example.read(script);
        var judge =
                new SizeJudge(analysis, sizes(size("a", 3, 8192), size("b", 2_000_000, 1L << 30), size("c", 0, 8192)));
        List<Finding> judged = analysis.findings().stream().map(judge::apply).toList();
        assertThat(judged).extracting(Finding::severity).containsOnly(Severity.HIGH);
        assertThat(judged)
                .extracting(finding -> finding.message().replaceFirst(".* (?=\\()|.*foreign keys", ""))
                .containsExactly(
                        "(3 rows, 8 kB).",
                        "(2.0 million rows, 1.0 GB).",
                        "(no rows).",
                        "(3 rows, 8 kB).",
                        " point to.");
    }

    @Test
    void aNameWithoutSchemaIsLookedForInTheDefaultOneFirst() {
        var sizes = new TableSizes(
                List.of(
                        new TableSize(QualifiedName.of("app", "a"), 1, 1),
                        new TableSize(QualifiedName.of("public", "a"), 2, 2),
                        new TableSize(QualifiedName.of("x", "b"), 3, 3),
                        new TableSize(QualifiedName.of("y", "b"), 4, 4)),
                "app");
        assertThat(sizes.find(QualifiedName.of("a")).orElseThrow().rows()).isEqualTo(1);
        assertThat(sizes.find(QualifiedName.of("public", "a")).orElseThrow().rows())
                .isEqualTo(2);
        assertThat(sizes.find(QualifiedName.of("b")).orElseThrow().rows()).isEqualTo(4);
        assertThat(sizes.find(QualifiedName.of("app", "b"))).isEmpty();
    }

    @Test
    void aFileOfStatisticsIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("statistics.json");
        Files.writeString(file, """
                {"version": 1, "taken": "2026-11-21T04:00:00Z",
                 "tables": [{"schema": "public", "name": "orders", "rows": 12000000, "bytes": 1932735283, "indexes": []}]}
                """);
        assertThat(TableSizes.of(file, "public").tables()).containsExactly(size("orders", 12_000_000, 1_932_735_283L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {                                                                     | is no JSON at line 1
                    []                                                                    | has no "version": 1
                    {"version": 2, "tables": []}                                          | has no "version": 1
                    {"version": 1}                                                        | has no array "tables"
                    {"version": 1, "tables": [{"name": "a", "rows": 1, "bytes": 1}]}      | has no text "schema" in table 1
                    {"version": 1, "tables": [{"schema": "a", "name": "a", "bytes": 1}]}  | has no number "rows"
                    {"version": 1, "tables": [{"schema": "a", "name": "a", "rows": -1}]}  | has no number "rows"
                    """)
    void aFileInAnotherFormatIsRefused(String text, String problem, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("statistics.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> TableSizes.of(file, "public"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void theQueryOfTheDocumentationWritesSuchAFile(TestDatabase database, @TempDir Path folder) throws Exception {
        String page = Files.readString(Path.of("..", "docs", "statistics.md"));
        String query = page.substring(page.indexOf("```sql") + 6, page.lastIndexOf("```"));
        database.execute("CREATE TABLE orders AS SELECT generate_series(1, 100) id; ANALYZE; CREATE TABLE fresh ()");
        Path file = folder.resolve("statistics.json");
        Files.write(file, database.query(query));
        assertThat(TableSizes.of(file, "public").tables())
                .extracting(size -> size.table() + " " + size.rows())
                .containsExactlyInAnyOrder("public.orders 100", "public.fresh 0");
    }

    @Test
    void aFileThatIsNotThereIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> TableSizes.of(folder.resolve("none.json"), "public"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("does not exist");
    }
}
