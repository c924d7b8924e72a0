package dev.belay.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's client programs of one version. {@code pg_dump} refuses servers of a later major than its own (pg_dump,
 * Notes).
 *
 * @param folder absolute; has {@code pg_dump}, and as a rule {@code pg_restore}
 * @param major such as 16
 * @param version such as {@code 16.4}
 */
public record ClientPrograms(Path folder, int major, String version) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[^ \\n]*)");

    /** Where packages put the programs of several majors side by side: Debian, PGDG's RPMs, Homebrew, installers. */
    private static final Map<String, String> PLACES = Map.of(
            "/usr/lib/postgresql", "*/bin",
            "/usr", "pgsql-*/bin",
            "/opt/homebrew/opt", "{postgresql,libpq}*/bin",
            "/usr/local/opt", "{postgresql,libpq}*/bin",
            "/Library/PostgreSQL", "*/bin",
            "C:\\Program Files\\PostgreSQL", "*\\bin");

    /**
     * {@return the programs of the oldest sufficient major: later ones write settings that earlier servers do not know}
     *
     * @param atLeast the server's major
     * @param named the only place to look, when somebody named it
     */
    public static Optional<ClientPrograms> find(int atLeast, Optional<Path> named) {
        return oldest(all(named), atLeast);
    }

    static Optional<ClientPrograms> oldest(List<ClientPrograms> found, int atLeast) {
        return found.stream()
                .filter(client -> client.major >= atLeast)
                .min(Comparator.comparingInt(ClientPrograms::major));
    }

    /** {@return those that are installed, of whatever major; in the named place only, when there is one} */
    public static List<ClientPrograms> all(Optional<Path> named) {
        return named.map(List::of).orElseGet(ClientPrograms::folders).stream()
                .flatMap(place -> in(place.toAbsolutePath()).stream())
                .toList();
    }

    /** {@return how to get programs that can read a server of that major} */
    public static String advice(int server) {
        return "install PostgreSQL's client programs (Debian: postgresql-client-" + server + "; Red Hat: postgresql"
                + server + "; macOS: brew install libpq)";
    }

    /** {@return the program that writes a database to files} */
    public Path dump() {
        return folder.resolve(file("pg_dump"));
    }

    /** {@return the program that reads what {@link #dump} wrote} */
    public Path restore() {
        return folder.resolve(file("pg_restore"));
    }

    private static String file(String program) {
        return Platform.current().isWindows() ? program + ".exe" : program;
    }

    private static Optional<ClientPrograms> in(Path folder) {
        Path program = folder.resolve(file("pg_dump"));
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        try {
            // Debian's wrapper on the PATH chooses a version by itself, and is asked for it
            Matcher version = VERSION.matcher(Commands.run(folder, List.of(program.toString(), "--version"))
                    .output());
            return version.find()
                    ? Optional.of(new ClientPrograms(folder, Integer.parseInt(version.group(2)), version.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not a program of this platform
        }
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .forEach(folders::add);
        PLACES.forEach((root, pattern) -> {
            if (new File(root).isDirectory()) {
                folders.addAll(matching(Path.of(root), pattern));
            }
        });
        return folders;
    }

    private static List<Path> matching(Path root, String pattern) {
        var matcher = root.getFileSystem()
                .getPathMatcher("glob:" + pattern.replace("\\", "/").replaceFirst("/bin$", ""));
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(root, entry -> matcher.matches(entry.getFileName()))) {
            entries.forEach(entry -> folders.add(entry.resolve("bin")));
        } catch (IOException e) {
            return List.of(); // not for us to read
        }
        return folders;
    }
}
