package dev.belay.entities;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the classes of a project that are mapped, by the annotations that their class files name. */
final class EntityClasses {

    private static final List<String> ANNOTATIONS = List.of("Entity", "Embeddable", "MappedSuperclass", "Converter");

    private static final String ENDING = ".class";

    private EntityClasses() {}

    /**
     * {@return the names of the mapped classes, in the order of their files}
     *
     * @param folders of compiled classes; those that are not there are passed over
     * @param api {@code jakarta} or {@code javax}
     * @throws EnvironmentException when a file cannot be read
     */
    static List<String> in(List<Path> folders, String api) {
        var names = new ArrayList<String>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(ENDING))
                        .sorted()
                        .toList()) {
                    if (isMapped(file, api)) {
                        names.add(name(folder.relativize(file)));
                    }
                }
            } catch (IOException e) {
                throw new EnvironmentException(
                        Problem.of("The compiled classes cannot be read: " + e.getMessage(), "mvn compile db:generate"),
                        e);
            }
        }
        return names;
    }

    /** An annotation is in the constant pool, by its descriptor (the JVM specification, 4.7.16). */
    private static boolean isMapped(Path file, String api) throws IOException {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return ANNOTATIONS.stream().anyMatch(name -> content.contains("L" + api + "/persistence/" + name + ";"));
    }

    private static String name(Path file) {
        String path = file.toString().replace(file.getFileSystem().getSeparator(), ".");
        return path.substring(0, path.length() - ENDING.length());
    }
}
