package dev.belay.analysis;

import dev.belay.files.FileChanges.Change;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptNaming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The changes of files that a {@link Renumbering} needs. */
public final class MovedFiles {

    private static final String CONF = ".conf";

    private final ScriptNaming naming;

    public MovedFiles(ScriptNaming naming) {
        this.naming = naming;
    }

    /** {@return a script's files: itself, its undo script, and the {@code .conf} files that are there for them} */
    public List<Change.Move> of(Renumbering.Moved moved) {
        return Stream.concat(Stream.of(moved.script()), moved.undo().stream())
                .flatMap(script -> files(script, moved.to()))
                .toList();
    }

    private Stream<Change.Move> files(ScriptFile script, String version) {
        Path from = Path.of(script.location());
        Path to = from.resolveSibling(naming.renumbered(script.name(), version));
        Path conf = from.resolveSibling(from.getFileName() + CONF);
        var own = Stream.of(new Change.Move(from, to));
        return Files.isRegularFile(conf)
                ? Stream.concat(own, Stream.of(new Change.Move(conf, to.resolveSibling(to.getFileName() + CONF))))
                : own;
    }

    /**
     * {@return the {@code .conf} files that name a moved script, with its new name} The bytes around a name stay as they
     * are, whatever encoding and line ends they have.
     *
     * @param moves all of them
     * @param folders where script locations are; looked through to their depths
     * @param project whose own {@code .conf} files are looked at, such as {@code flyway.conf}
     * @throws EnvironmentException when one cannot be read
     */
    public List<Change.Rewrite> references(Collection<Change.Move> moves, List<Path> folders, Path project) {
        Map<Path, Path> places = moves.stream().collect(Collectors.toMap(Change.Move::from, Change.Move::to));
        Map<String, String> names = new LinkedHashMap<>();
        moves.stream()
                .filter(move -> !move.from().toString().endsWith(CONF))
                .forEach(move -> names.put(
                        asBytes(move.from().getFileName().toString()),
                        asBytes(move.to().getFileName().toString())));
        Pattern name = Pattern.compile("(?<![A-Za-z0-9_.-])(?:"
                + names.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?![A-Za-z0-9_])");
        var rewrites = new ArrayList<Change.Rewrite>();
        for (Path conf : confFiles(folders, project)) {
            byte[] before = bytes(conf);
            String text = new String(before, StandardCharsets.ISO_8859_1);
            String changed = name.matcher(text).replaceAll(hit -> Matcher.quoteReplacement(names.get(hit.group())));
            if (!changed.equals(text)) {
                rewrites.add(new Change.Rewrite(
                        places.getOrDefault(conf, conf), before, changed.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return rewrites;
    }

    /** A name as the bytes that it has in a file of UTF-8, each as one character. */
    private static String asBytes(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Collection<Path> confFiles(List<Path> folders, Path project) {
        var files = new TreeSet<Path>();
        folders.forEach(folder -> files.addAll(confFiles(folder, Integer.MAX_VALUE)));
        files.addAll(confFiles(project, 1));
        return files;
    }

    private static List<Path> confFiles(Path folder, int depth) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(absolute, depth)) {
            return files.filter(file -> file.getFileName().toString().endsWith(CONF))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw unreadable(absolute, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static EnvironmentException unreadable(Path path, IOException e) {
        return new EnvironmentException(
                Problem.of(path + " cannot be read: " + e.getMessage(), "Make it readable."), e);
    }
}
