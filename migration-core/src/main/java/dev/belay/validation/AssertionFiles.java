package dev.belay.validation;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads the files of assertions; all of them before anything runs, so that a bad one changes nothing. */
final class AssertionFiles {

    private static final String FOLDER = "assertions";

    private AssertionFiles() {}

    static List<AssertionFile> find(Path project, Collection<Path> migrations, Placeholders placeholders) {
        var folders = new LinkedHashSet<Path>();
        for (Path location : migrations) {
            folders.add(project.resolve(location).toAbsolutePath().normalize().resolveSibling(FOLDER));
        }
        folders.add(project.toAbsolutePath().normalize().resolve("db").resolve(FOLDER));
        var files = new ArrayList<AssertionFile>();
        for (Path folder : folders) {
            for (Path file : scripts(folder)) {
                files.add(read(project, file, placeholders));
            }
        }
        return files;
    }

    private static List<Path> scripts(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(".sql") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder.toString(), e);
        }
    }

    private static AssertionFile read(Path project, Path file, Placeholders placeholders) {
        Path base = project.toAbsolutePath().normalize();
        String name = (file.startsWith(base) ? base.relativize(file) : file)
                .toString()
                .replace('\\', '/');
        try {
            return new AssertionFile(name, ScriptReader.read(name, Files.readString(file), placeholders));
        } catch (CharacterCodingException e) {
            throw new RefusalException(Problem.of(name + " is not in UTF-8", "Save it in UTF-8."), e);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static RefusalException unreadable(String name, IOException e) {
        return new RefusalException(
                Problem.of(name + " cannot be read: " + e.getMessage(), "Check the file's permissions."), e);
    }
}
