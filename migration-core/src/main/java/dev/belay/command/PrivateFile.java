package dev.belay.command;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;

/** Writes a text file, UTF-8, that may hold secrets: for its owner only, and all of it or nothing. */
final class PrivateFile {

    private PrivateFile() {}

    /** Writes a text. */
    static void write(Path file, String text) {
        write(file, out -> {
            try {
                out.write(text);
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Removes what an earlier run has written. */
    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Writes beside the file and moves it to its place when it is complete.
     *
     * @return what {@code work} returns
     * @throws EnvironmentException when it cannot be written
     */
    static <T> T write(Path file, Function<Writer, T> work) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = Files.createTempFile(folder, "." + file.getFileName() + "-", ".tmp", ownerOnly(folder));
            try {
                T result;
                try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                    result = work.apply(out);
                }
                move(draft, file);
                return result;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw failed(file, e);
        } catch (UncheckedIOException e) {
            throw failed(file, e.getCause());
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static EnvironmentException failed(Path file, IOException e) {
        return new EnvironmentException(
                Problem.of(
                        file + " cannot be written: " + e.getMessage(),
                        "check that its folder can be written and has space"),
                e);
    }
}
