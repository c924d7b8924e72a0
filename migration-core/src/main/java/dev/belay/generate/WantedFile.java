package dev.belay.generate;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of SQL that describes the wanted schema, or a part of it.
 *
 * @param name for messages
 * @param text as it is in the file; what {@code pg_dump --schema-only} writes is welcome
 */
public record WantedFile(String name, String text) {

    /**
     * {@return the files that are named, and those of the folders that are, in the order of their names}
     *
     * @param base what names are relative to
     * @param names of files, and of folders, whose {@code .sql} files count, those in folders below them too
     * @throws RefusalException when there is none, or one is not encoded in UTF-8
     * @throws EnvironmentException when one cannot be read
     */
    public static List<WantedFile> read(Path base, List<String> names) {
        var files = new ArrayList<WantedFile>();
        for (String name : names) {
            Path path = base.resolve(name).normalize();
            List<Path> found = found(path);
            if (found.isEmpty()) {
                throw new RefusalException(Problem.of(
                        "db.wanted names " + name + ", and there is no such file, nor a folder with SQL files: " + path
                                + ". No file was made.",
                        "Name files or folders of SQL, relative to " + base + ", or jpa for the project's entities."));
            }
            found.forEach(file -> files.add(read(base, file)));
        }
        return files;
    }

    private static List<Path> found(Path path) {
        if (!Files.isDirectory(path)) {
            return Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.filter(each -> each.toString().endsWith(".sql") && Files.isRegularFile(each))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static WantedFile read(Path base, Path file) {
        String name = file.startsWith(base) ? base.relativize(file).toString() : file.toString();
        try {
            return new WantedFile(name, Files.readString(file));
        } catch (MalformedInputException e) {
            throw new RefusalException(
                    Problem.of(name + " is not encoded in UTF-8. No file was made.", "Convert it to UTF-8."), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static EnvironmentException unreadable(Path path, IOException e) {
        return new EnvironmentException(
                Problem.of(path + " cannot be read: " + e.getMessage(), "Check that it can be read."), e);
    }
}
