package dev.belay.report;

import dev.belay.outcome.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of the runs' logs, and what their files are called: {@code 20261120T231500Z-upgrade-7f3a0c11.log}.
 *
 * @param path is made when the first log is
 */
record RunLogFolder(Path path) {

    private static final Pattern NAME =
            Pattern.compile("(\\d{8}T\\d{6}Z)-[a-z]+-[0-9a-f]{8}\\.(?:log|journal\\.jsonl)");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** {@return the log of a run} */
    Path file(Instant started, String goal, RunId run) {
        return path.resolve(STAMP.format(started) + "-" + goal + "-" + run + ".log");
    }

    /** {@return a new file, to be read by its owner only; where there are no such permissions, as the folder says} */
    OutputStream create(Path file) throws IOException {
        Files.createDirectories(path);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Channels.newOutputStream(Files.newByteChannel(file, options, ownerOnly()));
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Removes the logs and journals of runs that began longer ago, by the time in their names. What is called otherwise is somebody
     * else's and stays, as does what is no plain file.
     *
     * @return those that are gone
     * @throws IOException when the folder cannot be read, or one of them stays
     */
    List<Path> prune(Instant now, Duration keep) throws IOException {
        Instant oldest = now.minus(keep);
        var gone = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.{log,jsonl}")) {
            for (Path file : files) {
                boolean old =
                        began(file).filter(began -> began.isBefore(oldest)).isPresent();
                if (old && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                    gone.add(file);
                }
            }
        }
        return gone;
    }

    private static Optional<Instant> began(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        try {
            return name.matches() ? Optional.of(STAMP.parse(name.group(1), Instant::from)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
