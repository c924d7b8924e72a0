package dev.belay.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Reads and writes the JSON files of a backup: the fields are those of the records, absent ones {@code null}. */
final class ManifestFile {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .registerModule(new SimpleModule()
                    .addSerializer(RunId.class, ToStringSerializer.instance)
                    .addDeserializer(RunId.class, new RunIds()))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // a later version may add some
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ManifestFile() {}

    /**
     * {@return the manifest of a backup's folder}
     *
     * @throws EnvironmentException when it is not there, or cannot be read
     * @throws RefusalException when a later version of the plugin has written it
     */
    static Manifest read(Path folder) {
        Path file = folder.resolve(Manifest.FILE);
        if (!Files.isDirectory(folder)) {
            throw new EnvironmentException(
                    Problem.of("There is no folder " + folder + ".", "list the backups there are: mvn db:backups"));
        }
        try {
            Manifest manifest = parse(Files.readAllBytes(file), Manifest.class);
            if (manifest.format() > Manifest.FORMAT) {
                throw new RefusalException(Problem.of(
                        file + " is of format " + manifest.format() + ", and this version reads up to "
                                + Manifest.FORMAT + ".",
                        "use the version of the plugin that made it, or a later one."));
            }
            return manifest;
        } catch (IOException | IllegalArgumentException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "There is no backup in " + folder + ": "
                                    + (e instanceof JsonProcessingException parsing
                                            ? Manifest.FILE + ": " + parsing.getOriginalMessage()
                                            : "its " + Manifest.FILE + " cannot be read")
                                    + ".",
                            "list the backups there are: mvn db:backups"),
                    e);
        }
    }

    /** Writes the manifest when all it speaks of is on the disk; after a crash it is there, and whole, or not there. */
    static void write(Path folder, Manifest manifest) throws IOException {
        Path draft = folder.resolve(Manifest.FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(json(manifest));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        PrivateFiles.permitFile(draft);
        Files.move(draft, folder.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.force(folder);
    }

    static byte[] json(Record value) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(value);
    }

    static <T> T parse(byte[] text, Class<T> type) throws IOException {
        return MAPPER.readValue(text, type);
    }

    private static final class RunIds extends StdDeserializer<RunId> {

        private static final long serialVersionUID = 1L;

        RunIds() {
            super(RunId.class);
        }

        @Override
        public RunId deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new RunId(parser.getValueAsString());
        }
    }
}
