package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import dev.belay.finding.Evidence;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.FailedOutcome.Ending;
import dev.belay.outcome.Problem;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.StatementTrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path temp;

    private static String json() throws IOException {
        return new String(new JsonReport().json(CheckSample.outcome()), StandardCharsets.UTF_8);
    }

    @Test
    void writesTheRecordsFieldsInTheirOrder() throws IOException {
        Path file = new JsonReport().write(temp.resolve("target/db"), Samples.check(false, Samples.dropTable()));
        assertThat(file).isEqualTo(temp.resolve("target/db/check.json"));
        JsonNode check = MAPPER.readTree(file.toFile());
        assertThat(check.fieldNames())
                .toIterable()
                .containsExactly(
                        "basis",
                        "advisory",
                        "scratch",
                        "untraced",
                        "scripts",
                        "findings",
                        "overturned",
                        "allowed",
                        "impact",
                        "duration");
        assertThat(check.at("/duration").asText()).isEqualTo("PT2.14S");
        assertThat(check.at("/findings/0").toPrettyString()).isEqualToNormalizingNewlines("""
                        {
                          "rule" : "drop-table-loses-data",
                          "severity" : "high",
                          "evidence" : "static",
                          "script" : "V41__drop.sql",
                          "location" : "/project/V41__drop.sql",
                          "span" : {
                            "start" : {
                              "offset" : 20,
                              "line" : 3,
                              "column" : 1
                            },
                            "end" : {
                              "offset" : 37,
                              "line" : 3,
                              "column" : 18
                            }
                          },
                          "statement" : "DROP TABLE orders",
                          "message" : "Every row of orders is lost.",
                          "advice" : "Rename it first.\\nDrop it a release later.",
                          "claims" : [ ],
                          "fix" : null
                        }""");
    }

    @Test
    void isAsThePublishedSchemaSays() throws IOException {
        Schema schema = Schemas.check();
        assertThat(Schemas.errors(schema, json())).isEmpty();
        String bare = new String(new JsonReport().json(Samples.check(true)), StandardCharsets.UTF_8);
        assertThat(Schemas.errors(schema, bare)).isEmpty();
        var failed = FailedOutcome.of(
                Ending.REFUSED,
                "check",
                Problem.of("no", "yes"),
                Optional.of(Samples.SHOP),
                Optional.empty(),
                List.of());
        assertThat(Schemas.errors(schema, new String(new JsonReport().json(failed), StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsOtherwise() throws IOException {
        assertThat(Schemas.errors(Schemas.check(), json().replace("\"basis\"", "\"base\"")))
                .isNotEmpty();
        assertThat(Schemas.errors(Schemas.check(), json().replace("PT2.14S", "2.14 s")))
                .isNotEmpty();
    }

    @Test
    void theSchemaKnowsEveryWord() throws IOException {
        JsonNode words = MAPPER.readTree(Schemas.file().toFile()).at("/$defs");
        assertThat(enumAt(words, "/failed/properties/outcome")).isEqualTo(words(Ending.values()));
        assertThat(enumAt(words, "/severity")).isEqualTo(words(Severity.values()));
        assertThat(enumAt(words, "/evidence")).isEqualTo(words(Evidence.values()));
        assertThat(enumAt(words, "/mode")).isEqualTo(words(LockMode.values()));
        assertThat(enumAt(words, "/statement/properties/basis")).isEqualTo(words(Basis.values()));
        assertThat(enumAt(words, "/trace/properties/end")).isEqualTo(words(StatementTrace.End.values()));
        assertThat(enumAt(words, "/change/properties/action")).isEqualTo(words(ObjectChange.Action.values()));
    }

    private static List<String> enumAt(JsonNode node, String pointer) {
        return MAPPER.convertValue(node.at(pointer + "/enum"), new TypeReference<>() {});
    }

    private static List<String> words(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void holdsNoTextOfScripts() throws IOException {
        assertThat(json()).doesNotContain("orders are looked up by state").contains("\"inTransaction\"");
    }

    @Test
    void aClaimSaysWhatItIs() throws IOException {
        assertThat(MAPPER.readTree(json()).at("/findings/0/claims").toString())
                .isEqualTo("[{\"type\":\"locks\",\"table\":{\"schema\":null,\"name\":\"orders\"},\"mode\":\"share\"},"
                        + "{\"type\":\"builds_index\",\"table\":{\"schema\":null,\"name\":\"orders\"}}]");
    }

    @Test
    void whatIsAbsentIsNull() throws IOException {
        Path file = new JsonReport().write(temp, Samples.check(false, Samples.noUndo()));
        assertThat(Files.readString(file)).contains("\"span\" : null", "\"statement\" : null");
    }

    @Test
    void replacesTheReportOfTheLastRunAndLeavesNothingElse() throws IOException {
        new JsonReport().write(temp, Samples.check(false, Samples.noUndo()));
        new JsonReport().write(temp, Samples.check(false));
        assertThat(temp.resolve("check.json")).content().contains("\"findings\" : [ ]");
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(temp.resolve("check.json"));
        }
    }

    @Test
    void aFailureTakesThePlaceOfTheGoalsReport() throws IOException {
        var problem = Problem.of("V3__x.sql:3:1: no such column", "correct V3__x.sql")
                .withDetails(List.of("SELECT y"))
                .withState("shop is at version 2.");
        var failed = FailedOutcome.of(
                Ending.FAILED, "upgrade", problem, Optional.empty(), Optional.empty(), List.of("V2__a.sql"));

        assertThat(new JsonReport().write(temp, failed))
                .isEqualTo(temp.resolve("upgrade.json"))
                .content()
                .isEqualToNormalizingNewlines("""
                        {
                          "outcome" : "failed",
                          "goal" : "upgrade",
                          "what" : "V3__x.sql:3:1: no such column",
                          "place" : "V3__x.sql:3:1",
                          "details" : [ "SELECT y" ],
                          "state" : "shop is at version 2.",
                          "next" : "correct V3__x.sql",
                          "target" : null,
                          "run" : null,
                          "scripts" : [ "V2__a.sql" ]
                        }
                        """);
    }

    @Test
    void theReportOfAnEarlierRunIsRemoved() throws IOException {
        new JsonReport().write(temp, Samples.check(false));
        JsonReport.remove(temp, "check");
        JsonReport.remove(temp, "preview");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aReportDirectoryThatCannotBeIsAnErrorWithTheRemedy() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> new JsonReport().write(file, Samples.check(false)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("-Ddb.reportDir");
    }
}
