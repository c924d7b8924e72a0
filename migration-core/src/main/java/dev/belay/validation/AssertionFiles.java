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

/** Finds and reads files of SQL beside the migrations; all of them before anything runs, so that a bad one changes nothing. */
public final class AssertionFiles {

    private AssertionFiles() {}

    /**
     * Finds the files: those in a folder of that name beside each location, and in that below {@code db} of the project;
     * in each folder in order of name.
     *
     * @param folder such as {@code assertions}
     * @param project the project's folder
     * @param migrations the folders with migrations; relative ones are below the project
     * @param placeholders those of the scripts
     * @throws RefusalException naming a file that cannot be read, or a placeholder without a value
     */
    public static List<AssertionFile> find(
            String folder, Path project, Collection<Path> migrations, Placeholders placeholders) {
        var folders = new LinkedHashSet<Path>();
        for (Path location : migrations) {
            folders.add(project.resolve(location).toAbsolutePath().normalize().resolveSibling(folder));
        }
        folders.add(project.toAbsolutePath().normalize().resolve("db").resolve(folder));
        var files = new ArrayList<AssertionFile>();
        for (Path each : folders) {
            for (Path file : scripts(each)) {
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
