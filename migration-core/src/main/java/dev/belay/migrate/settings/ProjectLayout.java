package dev.belay.migrate.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Where a project keeps its files; all that the settings and the locations need to know of Maven.
 *
 * @param baseDirectory the folder of the POM, absolute; relative paths in settings start here, not in the JVM's folder
 * @param resourceDirectories the resource folders, in the order of the POM. A folder that is named twice (Spring Boot's
 *     parent lists {@code src/main/resources} once filtered, for the application files, and once unfiltered, for the
 *     rest) counts as unfiltered
 * @param classesDirectory where the build puts classes and resources, such as {@code target/classes}; need not exist
 */
public record ProjectLayout(Path baseDirectory, List<ResourceDirectory> resourceDirectories, Path classesDirectory) {

    public ProjectLayout {
        baseDirectory = baseDirectory.toAbsolutePath().normalize();
        classesDirectory = baseDirectory.resolve(classesDirectory).normalize();
        var byPath = new LinkedHashMap<Path, ResourceDirectory>();
        for (ResourceDirectory directory : resourceDirectories) {
            byPath.merge(
                    directory.path(),
                    directory,
                    (one, other) -> new ResourceDirectory(one.path(), one.filtered() && other.filtered()));
        }
        resourceDirectories = List.copyOf(byPath.values());
    }

    /** The layout of a folder without a POM: {@code src/main/resources}, unfiltered, and {@code target/classes}. */
    public static ProjectLayout standard(Path baseDirectory) {
        return new ProjectLayout(
                baseDirectory,
                List.of(new ResourceDirectory(defaultResources(baseDirectory), false)),
                baseDirectory.resolve("target").resolve("classes"));
    }

    /** The resource folders, with {@code src/main/resources} among them whether the POM names it or not. */
    List<ResourceDirectory> withDefaultResources() {
        var standard = new ResourceDirectory(defaultResources(baseDirectory), false);
        if (resourceDirectories.stream().anyMatch(directory -> directory.path().equals(standard.path()))) {
            return resourceDirectories;
        }
        var all = new ArrayList<>(resourceDirectories);
        all.add(standard);
        return all;
    }

    /** A path as messages show it: relative to the project where it is inside of it, with {@code /}. */
    String show(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(baseDirectory) && !absolute.equals(baseDirectory)
                ? baseDirectory.relativize(absolute)
                : absolute;
        return shown.toString().replace('\\', '/');
    }

    private static Path defaultResources(Path base) {
        return base.resolve("src").resolve("main").resolve("resources");
    }
}
