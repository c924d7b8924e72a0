package dev.belay.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has come to, in a file beside the database's own journal: a line of JSON for each event, on the disk before
 * the run goes on. It tells where a run was when neither its process nor its database is there any more. That it cannot
 * be written is one warning and ends nothing.
 */
final class FileJournal implements AutoCloseable {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Progress progress;
    private final RunId run;
    private Optional<FileChannel> file;

    private FileJournal(Progress progress, RunId run, Optional<FileChannel> file) {
        this.progress = progress;
        this.run = run;
        this.file = file;
    }

    /**
     * {@return a journal in a new file, {@code 20261121T081500Z-upgrade-7f3a0c11.journal.jsonl}}
     *
     * @param folder is made when it is missing; empty for no file at all
     */
    static FileJournal open(Optional<Path> folder, Instant started, String goal, RunId run, Progress progress) {
        if (folder.isEmpty()) {
            return new FileJournal(progress, run, Optional.empty());
        }
        Path path = folder.get().resolve(STAMP.format(started) + "-" + goal + "-" + run + ".journal.jsonl");
        try {
            Files.createDirectories(folder.get());
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new FileJournal(
                    progress, run, Optional.of(FileChannel.open(path, options, ownerOnly(folder.get()))));
        } catch (IOException e) {
            progress.warn("the journal " + path + " cannot be written: " + e);
            return new FileJournal(progress, run, Optional.empty());
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The run begins. */
    void begins(String goal, String database, Optional<String> version) {
        Map<String, String> event = event("run-begins");
        event.put("goal", goal);
        event.put("database", database);
        event.put("version", version.orElse(null));
        write(event);
    }

    /** A step begins. */
    void begins(StepReport.Step step) {
        Map<String, String> event = event("step-begins");
        event.put("step", step.toString());
        write(event);
    }

    /** A step has ended. */
    void ended(StepReport report) {
        Map<String, String> event = event("step-ended");
        event.put("step", report.step().toString());
        event.put("result", report.result().name().toLowerCase(Locale.ROOT));
        event.put("words", report.words());
        write(event);
    }

    /** The run has ended. */
    void ended(String result, Optional<String> version) {
        Map<String, String> event = event("run-ended");
        event.put("result", result);
        event.put("version", version.orElse(null));
        write(event);
    }

    private Map<String, String> event(String name) {
        Map<String, String> event = new LinkedHashMap<>();
        event.put("time", Instant.now().toString());
        event.put("run", run.toString());
        event.put("event", name);
        return event;
    }

    private void write(Map<String, String> event) {
        if (file.isEmpty()) {
            return;
        }
        try {
            byte[] line = (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
            for (ByteBuffer buffer = ByteBuffer.wrap(line); buffer.hasRemaining(); ) {
                file.get().write(buffer);
            }
            file.get().force(true);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            progress.warn("the journal beside the database cannot be written any more: " + e);
            close();
        }
    }

    @Override
    public void close() {
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException e) {
                progress.detail("closing the journal: " + e);
            }
            file = Optional.empty();
        }
    }
}
