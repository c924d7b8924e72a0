package dev.belay.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.belay.finding.Claim;
import dev.belay.finding.RuleId;
import dev.belay.outcome.BackupOutcome;
import dev.belay.outcome.BackupsOutcome;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.HistoryOutcome;
import dev.belay.outcome.NewScriptOutcome;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.RenumberOutcome;
import dev.belay.outcome.RepairOutcome;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunsOutcome;
import dev.belay.outcome.StampOutcome;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.outcome.ValidateOutcome;
import dev.belay.trace.model.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes an outcome as JSON. The fields have the names and the order of the record's; what is absent is {@code null};
 * enumerations are in lower case with underscores; times and durations are ISO 8601.
 */
public final class JsonReport {

    private static final Map<Class<? extends Record>, String> FILES = Map.ofEntries(
            Map.entry(CheckOutcome.class, ReportFormat.JSON.file().orElseThrow()),
            Map.entry(CurrentOutcome.class, "current.json"),
            Map.entry(HistoryOutcome.class, "history.json"),
            Map.entry(RunsOutcome.class, "history.json"),
            Map.entry(UpgradeOutcome.class, "upgrade.json"),
            Map.entry(DowngradeOutcome.class, "downgrade.json"),
            Map.entry(ValidateOutcome.class, "validate.json"),
            Map.entry(TestOutcome.class, "test.json"),
            Map.entry(PreviewOutcome.class, "plan.json"),
            Map.entry(NewScriptOutcome.class, "new.json"),
            Map.entry(UndoOutcome.class, "undo.json"),
            Map.entry(GenerateOutcome.class, "generate.json"),
            Map.entry(RenumberOutcome.class, "renumber.json"),
            Map.entry(RunReport.class, "run.json"),
            Map.entry(BackupOutcome.class, "backup.json"),
            Map.entry(BackupsOutcome.class, "backups.json"),
            Map.entry(RestoreOutcome.class, "restore.json"),
            Map.entry(StampOutcome.class, "stamp.json"),
            Map.entry(RepairOutcome.class, "repair.json"));

    /** A goal whose report is not named as itself. */
    private static final Map<String, String> OTHERWISE = Map.of("preview", "plan.json");

    private final ObjectMapper mapper = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .registerModule(ownTypes())
            .addMixIn(CheckedScript.class, WithoutText.class)
            .addMixIn(UndoOutcome.Script.class, WithoutText.class)
            .addMixIn(GenerateOutcome.Script.class, WithoutText.class)
            .addMixIn(Relation.class, WithoutDerived.class)
            .addMixIn(Claim.class, Named.class)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    /**
     * Writes the file, in one move, so that nobody reads half of it.
     *
     * @param reportDir is made when it is not there
     * @param outcome one of the outcomes of a goal, or its failure
     * @return the file, named by the goal
     * @throws dev.belay.outcome.EnvironmentException when it cannot be written
     * @throws IllegalArgumentException when the record is no outcome
     */
    public Path write(Path reportDir, Record outcome) {
        return ReportFile.write(reportDir, file(outcome), () -> json(outcome));
    }

    private static String file(Record outcome) {
        if (outcome instanceof FailedOutcome failed) {
            return file(failed.goal());
        }
        return Optional.ofNullable(FILES.get(outcome.getClass()))
                .orElseThrow(() -> new IllegalArgumentException("no outcome: " + outcome.getClass()));
    }

    /**
     * Removes a goal's report of an earlier run, which would speak of this one.
     *
     * @throws IOException when it is there and stays
     */
    public static void remove(Path reportDir, String goal) throws IOException {
        Files.deleteIfExists(reportDir.resolve(file(goal)));
    }

    /** {@return where the story of a run is} */
    static Path story(Path reportDir) {
        return reportDir.resolve(FILES.get(RunReport.class));
    }

    private static String file(String goal) {
        return OTHERWISE.getOrDefault(goal, goal + ".json");
    }

    /** {@return the outcome as UTF-8 JSON with a line end} */
    byte[] json(Record outcome) throws IOException {
        byte[] text = mapper.writeValueAsBytes(outcome);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** The texts of scripts are in the repository; in a report they would make it large. */
    @JsonIgnoreProperties({"text", "undoText"})
    private interface WithoutText {}

    /** {@link Relation#isTable()} and its like are no components of the record. */
    @JsonIgnoreProperties({"table", "catalogue"})
    private interface WithoutDerived {}

    /** The records of the sealed interface, told apart by a field. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Claim.Locks.class, name = "locks"),
        @JsonSubTypes.Type(value = Claim.Rewrites.class, name = "rewrites"),
        @JsonSubTypes.Type(value = Claim.Scans.class, name = "scans"),
        @JsonSubTypes.Type(value = Claim.BuildsIndex.class, name = "builds_index"),
        @JsonSubTypes.Type(value = Claim.Fails.class, name = "fails")
    })
    private interface Named {}

    private static SimpleModule ownTypes() {
        return new SimpleModule()
                .addSerializer(new AsText<>(RuleId.class, RuleId::value))
                .addSerializer(new AsText<>(RunId.class, RunId::value))
                .addSerializer(new AsText<>(Path.class, Path::toString))
                .addSerializer(new AsText<>(Enum.class, value -> value.name().toLowerCase(Locale.ROOT)));
    }

    private static final class AsText<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> text;

        AsText(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(text.apply(value));
        }
    }
}
