package dev.belay.command;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files that are only looked at; gone when it is closed. */
final class FolderAside implements AutoCloseable {

    private final Path path;

    FolderAside() {
        try {
            path = Files.createTempDirectory("belay-");
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "No temporary folder can be made: " + e.getMessage(),
                            "Check the space and the rights of " + System.getProperty("java.io.tmpdir") + "."),
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(path + " cannot be removed: " + e.getMessage(), "Remove it by hand."), e);
        }
    }
}
