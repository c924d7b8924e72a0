package dev.belay.files;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Creates files that belong together. */
public final class NewFiles {

    private NewFiles() {}

    /**
     * Creates all of them, with the folders they need, or none.
     *
     * @param contents in the order in which they are made
     * @throws RefusalException when one is there: nothing is ever overwritten
     * @throws EnvironmentException when one cannot be written
     */
    public static void create(Map<Path, byte[]> contents) {
        Deque<Path> made = new ArrayDeque<>();
        Path current = null;
        try {
            for (var entry : contents.entrySet()) {
                current = entry.getKey();
                Files.createDirectories(current.toAbsolutePath().getParent());
                create(current, entry.getValue(), made);
            }
        } catch (FileAlreadyExistsException e) {
            remove(made, e);
            throw new RefusalException(
                    Problem.of(
                            current + " is there already, and is not overwritten.",
                            "Choose another name, or remove the file."),
                    e);
        } catch (IOException e) {
            remove(made, e);
            throw new EnvironmentException(
                    Problem.of(
                            current + " cannot be written: " + e.getMessage() + ". No file was made.",
                            "Check that its folder can be written and has space."),
                    e);
        }
    }

    private static void create(Path file, byte[] content, Deque<Path> made) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            made.push(file);
            out.write(content);
        }
    }

    private static void remove(Deque<Path> made, IOException failure) {
        while (!made.isEmpty()) {
            try {
                Files.deleteIfExists(made.pop());
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
