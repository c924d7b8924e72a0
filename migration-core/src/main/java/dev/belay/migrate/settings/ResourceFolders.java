package dev.belay.migrate.settings;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a class path folder in the project: in its resource folders, else among its classes. */
final class ResourceFolders {

    private final ProjectLayout layout;

    ResourceFolders(ProjectLayout layout) {
        this.layout = layout;
    }

    /**
     * {@return the {@code filesystem:} descriptors of the folders that have it, empty when none does}
     *
     * @param name the class path name, without slashes at its ends; may hold Flyway's wildcards
     * @throws RefusalException when Maven filters the folder, the filter has work to do there, and it has not been done
     */
    List<String> find(String name) {
        String root = LocationResolver.rootOf(name);
        String wildcards = name.substring(root.length());
        var found = new ArrayList<String>();
        for (ResourceDirectory directory : layout.withDefaultResources()) {
            Path folder = directory.path().resolve(root);
            if (Files.isDirectory(folder)) {
                Path real = directory.filtered() ? filtered(folder, root) : folder;
                found.add(LocationResolver.FILESYSTEM + real + wildcards);
            }
        }
        Path built = layout.classesDirectory().resolve(root);
        if (found.isEmpty() && hasResources(built)) {
            found.add(LocationResolver.FILESYSTEM + built + wildcards);
        }
        return found.stream().distinct().toList();
    }

    /** {@return the folders in which {@link #find} looks, for a message} */
    List<String> lookedAt(String name) {
        String root = LocationResolver.rootOf(name);
        return Stream.concat(
                        layout.withDefaultResources().stream().map(ResourceDirectory::path),
                        Stream.of(layout.classesDirectory()))
                .map(folder -> layout.show(folder.resolve(root)))
                .toList();
    }

    /** The folder to read a filtered folder from: its copy when that is complete, itself when no filter can change it. */
    private Path filtered(Path folder, String root) {
        Path copy = layout.classesDirectory().resolve(root);
        Optional<Path> stale = first(
                folder,
                file -> isStale(file, copy.resolve(folder.relativize(file).toString())));
        if (stale.isEmpty()) {
            return copy;
        }
        if (first(folder, ResourceFolders::isForFilter).isEmpty()) {
            return folder;
        }
        throw new RefusalException(Problem.of(
                layout.show(stale.get()) + " is filtered by Maven, and " + layout.show(copy)
                        + " does not have the result",
                "type process-resources before the goal: mvn process-resources ..."));
    }

    private static boolean isStale(Path file, Path copy) throws IOException {
        if (!Files.isRegularFile(copy)) {
            return true;
        }
        boolean older = Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(file)) < 0;
        // Maven leaves an identical copy alone, however old
        return older && Files.mismatch(file, copy) >= 0;
    }

    /** Whether the file holds Maven's default delimiters; in any encoding of scripts they are these bytes. */
    private static boolean isForFilter(Path file) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return bytes.contains("${") || bytes.indexOf('@') >= 0;
    }

    /** Whether the folder holds anything but classes: a package of Java migrations alone is no folder of scripts. */
    private static boolean hasResources(Path folder) {
        return Files.isDirectory(folder)
                && first(folder, file -> !file.toString().endsWith(".class")).isPresent();
    }

    /** A question about a file. */
    private interface Question {
        boolean isTrue(Path file) throws IOException;
    }

    private static Optional<Path> first(Path folder, Question question) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                if (question.isTrue(file)) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(folder + " cannot be read: " + e.getMessage(), "check the folder's permissions"), e);
        }
    }
}
