package dev.belay.report;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A file that keeps what a run said, each line with its time in UTC, details included. It is made when the run's name is
 * known, with what was said before; from then on every line is written at once, so that a killed build leaves all of it.
 * That it cannot be written is one warning and ends nothing. Safe for use by several threads.
 */
public final class RunLog implements AutoCloseable {

    /** What colours a terminal. */
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Makes the file. */
    @FunctionalInterface
    interface Opener {
        OutputStream create(Path file) throws IOException;
    }

    private final RunLogFolder folder;
    private final Opener opener;
    private final String goal;
    private final Duration keep;
    private final Clock clock;
    private final Consumer<String> warn;
    private final Instant began;

    private final List<String> early = new ArrayList<>();
    private Optional<Path> file = Optional.empty();
    private Optional<OutputStream> out = Optional.empty();
    private boolean done;

    /**
     * Makes no file yet.
     *
     * @param folder is made when it is needed
     * @param goal a part of the file's name: {@code upgrade}
     * @param keep how old logs of the folder may be; those that are older are removed when a run begins
     * @param clock what the time is
     * @param warn is told, once, why nothing more is written
     */
    public RunLog(Path folder, String goal, Duration keep, Clock clock, Consumer<String> warn) {
        this(new RunLogFolder(folder), new RunLogFolder(folder)::create, goal, keep, clock, warn);
    }

    RunLog(RunLogFolder folder, Opener opener, String goal, Duration keep, Clock clock, Consumer<String> warn) {
        this.folder = folder;
        this.opener = opener;
        this.goal = goal;
        this.keep = keep;
        this.clock = clock;
        this.warn = warn;
        this.began = clock.instant();
    }

    /** {@return a progress that tells the other one all that it is told, and writes it down} */
    public Progress tee(Progress other) {
        return new RunLogProgress(this, other);
    }

    /** {@return the file, once it is there} */
    public synchronized Optional<Path> file() {
        return file;
    }

    /** The run has a name: the file is made. Another name later on changes nothing. */
    public synchronized void begin(RunId run) {
        if (file.isPresent() || done) {
            return;
        }
        Path path = folder.file(began, goal, run);
        try {
            out = Optional.of(opener.create(path));
            file = Optional.of(path);
            List<String> held = List.copyOf(early);
            early.clear();
            held.forEach(this::append);
            prune();
        } catch (IOException e) {
            giveUp(path, e);
        }
    }

    /** What is left of other runs is no reason to do without this one's log. */
    private void prune() {
        try {
            folder.prune(clock.instant(), keep)
                    .forEach(gone -> write(Line.Level.DETAIL, "removed the old log " + gone.getFileName()));
        } catch (IOException | DirectoryIteratorException e) {
            write(Line.Level.WARN, "old logs could not be removed: " + e.getMessage());
        }
    }

    /** Writes lines for people as they were printed. */
    public void write(List<Line> lines) {
        lines.forEach(line -> write(line.level(), line.text()));
    }

    synchronized void write(Line.Level level, String text) {
        if (done) {
            return;
        }
        String head = TIME.format(clock.instant()) + String.format(Locale.ROOT, " %-6s ", level);
        Visible.of(COLOURS.matcher(text).replaceAll("")).lines().forEach(line -> {
            if (out.isPresent()) {
                append(head + line);
            } else {
                early.add(head + line);
            }
        });
    }

    private void append(String line) {
        if (out.isEmpty()) {
            return;
        }
        try {
            out.get().write((line.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            giveUp(file.orElseThrow(), e);
        }
    }

    private void giveUp(Path path, IOException e) {
        close();
        warn.accept("The log " + path + " cannot be written: " + words(e));
    }

    /** Of many of these exceptions the message is only the path. */
    private static String words(IOException e) {
        boolean bare = e instanceof FileSystemException refused && refused.getReason() == null;
        return bare ? e.getClass().getSimpleName() + ": " + e.getMessage() : e.getMessage();
    }

    /** Ends the log; what is said later is not written. Of a run that never had a name there is none. */
    @Override
    public synchronized void close() {
        done = true;
        early.clear();
        if (out.isPresent()) {
            try {
                out.get().close();
            } catch (IOException e) {
                // every line was written on its own, so that nothing is left to be lost
            } finally {
                out = Optional.empty();
            }
        }
    }
}
