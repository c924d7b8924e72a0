package dev.belay.migrate.settings;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The migrations that are classes, told by file names alone: no class is loaded and no dependency resolved.
 *
 * @param sources their source files, sorted
 * @param classes their compiled classes, sorted
 * @param uncompiled the sources whose class is not there or older than they are
 */
public record JavaMigrations(List<Path> sources, List<Path> classes, List<Path> uncompiled) {

    private static final List<String> LANGUAGES = List.of("java", "kotlin", "groovy", "scala");

    /** Flyway reads version and description out of the class's simple name; U is Belay's for undo. */
    private static final Pattern NAME = Pattern.compile("(?:[VUB]\\d+(?:[._]\\d+)*|R)__\\w+");

    public JavaMigrations {
        sources = List.copyOf(sources);
        classes = List.copyOf(classes);
        uncompiled = List.copyOf(uncompiled);
    }

    /** {@return whether there are any, so that the project's class path is needed} */
    public boolean any() {
        return !sources.isEmpty() || !classes.isEmpty();
    }

    /** {@return whether {@code mvn compile} has to come first} */
    public boolean needCompiling() {
        return !uncompiled.isEmpty();
    }

    /** Looks for them in the source folders and among the classes, in the locations' packages and below. */
    public static JavaMigrations present(ProjectLayout layout, ResolvedLocations locations) {
        return present(layout, locations.packages());
    }

    /** Looks for them in one package and below. */
    static JavaMigrations present(ProjectLayout layout, String name) {
        return present(layout, Set.of(name));
    }

    private static JavaMigrations present(ProjectLayout layout, Set<String> packages) {
        var sources = new TreeSet<Path>();
        var classes = new TreeSet<Path>();
        var uncompiled = new ArrayList<Path>();
        for (String name : packages) {
            for (String language : LANGUAGES) {
                Path root =
                        layout.baseDirectory().resolve("src").resolve("main").resolve(language);
                for (Path source : migrations(root.resolve(name), "." + extension(language))) {
                    Path compiled = compiled(layout.classesDirectory(), root.relativize(source));
                    if (sources.add(source) && isStale(source, compiled)) {
                        uncompiled.add(source);
                    }
                }
            }
            classes.addAll(migrations(layout.classesDirectory().resolve(name), ".class"));
        }
        return new JavaMigrations(new ArrayList<>(sources), new ArrayList<>(classes), uncompiled);
    }

    private static String extension(String language) {
        return language.equals("kotlin") ? "kt" : language;
    }

    private static Path compiled(Path classes, Path source) {
        String name = source.toString();
        return classes.resolve(name.substring(0, name.lastIndexOf('.')) + ".class");
    }

    private static boolean isStale(Path source, Path compiled) {
        try {
            return !Files.exists(compiled)
                    || Files.getLastModifiedTime(compiled).compareTo(Files.getLastModifiedTime(source)) < 0;
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private static List<Path> migrations(Path folder, String extension) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> isMigration(file, extension)).toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static boolean isMigration(Path file, String extension) {
        String name = file.getFileName().toString();
        return name.endsWith(extension)
                && NAME.matcher(name.substring(0, name.length() - extension.length()))
                        .matches()
                && Files.isRegularFile(file);
    }

    private static EnvironmentException unreadable(Path path, IOException e) {
        return new EnvironmentException(
                Problem.of(path + " cannot be read: " + e.getMessage(), "check its permissions"), e);
    }
}
