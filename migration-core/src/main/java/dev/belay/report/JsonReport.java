package dev.belay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.belay.finding.RuleId;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.HistoryOutcome;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.UpgradeOutcome;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes an outcome as JSON. The fields have the names and the order of the record's; what is absent is {@code null};
 * enumerations are in lower case with underscores; times and durations are ISO 8601.
 */
public final class JsonReport {

    private static final Map<Class<? extends Record>, String> FILES = Map.of(
            CheckOutcome.class, "check.json",
            CurrentOutcome.class, "current.json",
            HistoryOutcome.class, "history.json",
            UpgradeOutcome.class, "upgrade.json",
            DowngradeOutcome.class, "downgrade.json",
            PreviewOutcome.class, "plan.json");

    /** A goal whose report is not named as itself. */
    private static final Map<String, String> OTHERWISE = Map.of("preview", "plan.json");

    private final ObjectMapper mapper = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .registerModule(ownTypes())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    /**
     * Writes the file, in one move, so that nobody reads half of it.
     *
     * @param reportDir is made when it is not there
     * @param outcome one of the outcomes of a goal, or its failure
     * @return the file, named by the goal
     * @throws EnvironmentException when it cannot be written
     * @throws IllegalArgumentException when the record is no outcome
     */
    public Path write(Path reportDir, Record outcome) {
        String name = outcome instanceof FailedOutcome failed
                ? file(failed.goal())
                : Optional.ofNullable(FILES.get(outcome.getClass()))
                        .orElseThrow(() -> new IllegalArgumentException("no outcome: " + outcome.getClass()));
        Path file = reportDir.resolve(name);
        try {
            Files.createDirectories(reportDir);
            // not a temporary file of the JDK's: those may be read by their owner only
            Path written = reportDir.resolve(name + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.write(written, json(outcome));
                move(written, file);
            } finally {
                Files.deleteIfExists(written);
            }
            return file;
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The report " + file + " cannot be written: " + e.getMessage(),
                            "Make the directory writable, or name another with -Ddb.reportDir."),
                    e);
        }
    }

    /**
     * Removes a goal's report of an earlier run, which would speak of this one.
     *
     * @throws IOException when it is there and stays
     */
    public static void remove(Path reportDir, String goal) throws IOException {
        Files.deleteIfExists(reportDir.resolve(file(goal)));
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

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

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
