package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SarifReportTest {

    private static String text(CheckReport report) throws IOException {
        return new String(SarifReport.bytes(report), StandardCharsets.UTF_8);
    }

    private static JsonNode run(CheckReport report) throws IOException {
        return new ObjectMapper().readTree(text(report)).at("/runs/0");
    }

    private static JsonNode run(Finding finding) throws IOException {
        return run(new CheckReport(CheckSample.with(finding), CheckSample.rules(), FailOn.HIGH, SampleScripts.BASE));
    }

    private static Finding at(Finding finding, String location) {
        return new Finding(
                finding.rule(),
                finding.severity(),
                finding.evidence(),
                finding.script(),
                location,
                finding.span(),
                finding.statement(),
                finding.message(),
                finding.advice());
    }

    @Test
    void isAsTheSchemaOfSarifSays() throws IOException {
        assertThat(Schemas.errors(Schemas.sarif(), text(CheckSample.report()))).isEmpty();
        CheckOutcome bare = Samples.check(true);
        assertThat(Schemas.errors(
                        Schemas.sarif(), text(new CheckReport(bare, List.of(), FailOn.HIGH, SampleScripts.BASE))))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsOtherwise() throws IOException {
        String broken = text(CheckSample.report()).replace("\"startLine\" : 3", "\"startLine\" : 0");
        assertThat(Schemas.errors(Schemas.sarif(), broken)).isNotEmpty();
    }

    @Test
    void aResultLandsOnTheStatement() throws IOException {
        JsonNode place = run(CheckSample.report()).at("/results/0/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo(SampleScripts.FOLDER + "V41__order_state.sql");
        assertThat(place.at("/artifactLocation/uriBaseId").asText()).isEqualTo("SRCROOT");
        assertThat(place.at("/region").toString())
                .isEqualTo("{\"startLine\":3,\"startColumn\":1,\"endLine\":5,\"endColumn\":72}");
        assertThat(run(CheckSample.report())
                        .at("/originalUriBaseIds/SRCROOT/uri")
                        .asText())
                .isEqualTo("file:///project/");
    }

    @Test
    void aSeverityIsALevel() throws IOException {
        assertThat(run(CheckSample.report()).at("/results").findValuesAsText("level"))
                .containsExactly("error", "error", "warning", "error", "warning", "note", "warning", "error");
    }

    @Test
    void aRuleIsExplainedAndPointedAt() throws IOException {
        JsonNode run = run(CheckSample.report());
        JsonNode rule =
                run.at("/tool/driver/rules").get(run.at("/results/1/ruleIndex").asInt());
        assertThat(rule.at("/id").asText()).isEqualTo("foreign-key-scans-table");
        assertThat(rule.at("/shortDescription/text").asText()).isEqualTo("ADD FOREIGN KEY without NOT VALID.");
        assertThat(rule.at("/help/text").asText()).contains("Instead: Add it NOT VALID");
        assertThat(rule.at("/helpUri").asText()).isEqualTo("https://example.org/rules/foreign-key-scans-table.md");
        assertThat(rule.at("/defaultConfiguration/level").asText()).isEqualTo("error");
    }

    @Test
    void anUnknownRuleIsNamedAllTheSame() throws IOException {
        JsonNode run = run(Samples.noUndo());
        assertThat(run.at("/tool/driver/rules")
                        .get(run.at("/results/0/ruleIndex").asInt())
                        .toString())
                .isEqualTo("{\"id\":\"no-undo-script\"}");
    }

    @Test
    void whatIsAllowedIsSuppressedWithItsReason() throws IOException {
        JsonNode results = run(CheckSample.report()).at("/results");
        assertThat(results.get(7).at("/suppressions").toString())
                .isEqualTo("[{\"kind\":\"inSource\",\"status\":\"accepted\","
                        + "\"justification\":\"allowed until 2027-01-31: nobody reads it\"}]");
        assertThat(results.get(0).has("suppressions")).isFalse();
    }

    @Test
    void aFindingAboutAWholeScriptIsAtItsFirstLine() throws IOException {
        assertThat(run(CheckSample.report())
                        .at("/results/6/locations/0/physicalLocation/region")
                        .toString())
                .isEqualTo("{\"startLine\":1}");
    }

    @Test
    void pathsAreUris() throws IOException {
        String pointer = "/results/0/locations/0/physicalLocation/artifactLocation";
        Path folder = SampleScripts.BASE.resolve("a b");
        assertThat(run(at(Samples.dropTable(), folder.resolve("V1__größe#1.sql").toString()))
                        .at(pointer + "/uri")
                        .asText())
                .isEqualTo("a%20b/V1__gr%C3%B6%C3%9Fe%231.sql");
        JsonNode elsewhere = run(at(Samples.dropTable(), "/elsewhere/V1.sql")).at(pointer);
        assertThat(elsewhere.toString()).isEqualTo("{\"uri\":\"file:///elsewhere/V1.sql\"}");
        JsonNode nowhere = run(at(Samples.dropTable(), "V41__drop.sql")).at(pointer);
        assertThat(nowhere.toString()).isEqualTo("{\"uri\":\"V41__drop.sql\"}");
    }

    @Test
    void aFingerprintOutlivesMovedLinesAndOtherWords() throws IOException {
        Finding before = CheckSample.blocksWrites();
        Finding moved = new Finding(
                before.rule(),
                before.severity(),
                before.evidence(),
                before.script(),
                before.location(),
                Optional.of(SampleScripts.span("\n\nx", "x")),
                before.statement().map(sql -> sql.replace("\n", "\r\n  ")),
                "Other words.",
                "");
        String pointer = "/results/0/partialFingerprints/statement~1v1";
        assertThat(run(moved).at(pointer).asText())
                .hasSize(32)
                .isEqualTo(run(before).at(pointer).asText());
    }

    @Test
    void noTwoFindingsHaveOneFingerprint() throws IOException {
        var twice = new CheckReport(
                CheckSample.with(Samples.dropTable(), Samples.dropTable(), Samples.noUndo()),
                List.of(),
                FailOn.HIGH,
                SampleScripts.BASE);
        assertThat(run(twice).at("/results").findValuesAsText("statement/v1"))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}
