package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.Direction;
import dev.belay.outcome.Environment;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.FailedOutcome.Ending;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.RunsOutcome;
import dev.belay.outcome.StepReport;
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

class RunJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path temp;

    private static String json(Record outcome) throws IOException {
        return new String(new JsonReport().json(outcome), StandardCharsets.UTF_8);
    }

    @Test
    void theStoryOfARunIsWrittenAsThePublishedSchemaSays() throws IOException {
        Path file = new JsonReport().write(temp, RunSample.rolledBack());
        assertThat(file).isEqualTo(temp.resolve("run.json"));
        assertThat(Schemas.errors(Schemas.run(), Files.readString(file))).isEmpty();
        assertThat(new JsonReport().write(temp, RunSample.refused())).isEqualTo(temp.resolve("run.json"));
        assertThat(Schemas.errors(Schemas.run(), json(RunSample.refused()))).isEmpty();
        assertThat(Schemas.errors(Schemas.run(), json(RunSample.succeeded()))).isEmpty();
        assertThat(Schemas.errors(Schemas.run(), json(RunSample.downgraded()))).isEmpty();
    }

    @Test
    void theFailureOfARunThatNeverBeganIsAsTheSchemaSaysToo() throws IOException {
        var failed = FailedOutcome.of(
                Ending.FAILED,
                "upgrade",
                Problem.of("no", "yes"),
                Optional.of(Samples.SHOP),
                Optional.of(RunSample.RUN),
                List.of("V1__a.sql"));
        assertThat(Schemas.errors(Schemas.run(), json(failed))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsOtherwise() throws IOException {
        String good = json(RunSample.rolledBack());
        assertThat(Schemas.errors(Schemas.run(), good.replace("\"rolled_back\"", "\"rolled back\"")))
                .isNotEmpty();
        assertThat(Schemas.errors(Schemas.run(), good.replace("\"held\"", "\"hold\"")))
                .isNotEmpty();
        assertThat(Schemas.errors(Schemas.run(), good.replace("2026-11-20T23:15:00Z", "yesterday")))
                .isNotEmpty();
    }

    @Test
    void theSchemaKnowsEveryWord() throws IOException {
        JsonNode words = MAPPER.readTree(Schemas.runFile().toFile()).at("/$defs");
        assertThat(enumAt(words, "/result")).isEqualTo(words(Result.values()));
        assertThat(enumAt(words, "/step/properties/step")).isEqualTo(words(StepReport.Step.values()));
        assertThat(enumAt(words, "/step/properties/result")).isEqualTo(words(StepReport.Result.values()));
        assertThat(enumAt(words, "/rehearsal/properties/wayBack")).isEqualTo(words(WayBack.values()));
        assertThat(enumAt(words, "/rehearsal/properties/direction")).isEqualTo(words(Direction.values()));
        assertThat(enumAt(words, "/lossItem/properties/kind")).isEqualTo(words(DataLoss.Kind.values()));
        assertThat(enumAt(words, "/target/properties/environment")).isEqualTo(words(Environment.values()));
        assertThat(enumAt(words, "/failed/properties/outcome")).isEqualTo(words(Ending.values()));
    }

    @Test
    void theRunsOfADatabaseAreTheHistorysReport() throws IOException {
        var run = new PastRun(
                RunSample.STARTED,
                "upgrade",
                Optional.empty(),
                Optional.empty(),
                Optional.of("1"),
                Optional.empty(),
                "me",
                Optional.empty(),
                Optional.of("production"),
                Optional.of("plan.json"),
                RunSample.RUN,
                List.of(new PastRun.Step(
                        "apply", Optional.empty(), Optional.empty(), RunSample.STARTED, Optional.empty())),
                List.of());
        Path file = new JsonReport().write(temp, RunsOutcome.of(Samples.SHOP, List.of(run)));
        assertThat(file).isEqualTo(temp.resolve("history.json"));
        JsonNode written = MAPPER.readTree(file.toFile());
        assertThat(written.at("/runs/0").toString())
                .isEqualTo("{\"started\":\"2026-11-20T23:15:00Z\",\"goal\":\"upgrade\",\"result\":null,"
                        + "\"versionBefore\":null,\"versionAfter\":\"1\",\"duration\":null,\"startedBy\":\"me\","
                        + "\"gitCommit\":null,\"environment\":\"production\",\"plan\":\"plan.json\",\"run\":\"7f3a0c11\","
                        + "\"steps\":[{\"step\":\"apply\",\"result\":null,\"words\":null,"
                        + "\"started\":\"2026-11-20T23:15:00Z\",\"duration\":null}],\"audit\":[]}");
        assertThat(written.at("/rates").toString()).isEqualTo("{\"ended\":0,\"success\":null,\"rollback\":null}");
    }

    private static List<String> enumAt(JsonNode node, String pointer) {
        return MAPPER.convertValue(node.at(pointer + "/enum"), new TypeReference<>() {});
    }

    private static List<String> words(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
