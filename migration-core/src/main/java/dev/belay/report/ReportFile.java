package dev.belay.report;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file of the report directory. */
final class ReportFile {

    private ReportFile() {}

    /** Makes a file's content. */
    @FunctionalInterface
    interface Content {
        byte[] bytes() throws IOException;
    }

    /**
     * Writes a file in one move, so that nobody reads half of it.
     *
     * @param directory is made when it is not there
     * @return the file
     * @throws EnvironmentException when it cannot be written
     */
    static Path write(Path directory, String name, Content content) {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            // not a temporary file of the JDK's: those may be read by their owner only
            Path written = directory.resolve(name + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.write(written, content.bytes());
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

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
