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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Client programs that are installed on this machine.
 *
 * @param folder absolute; has {@code pg_dump}, and as a rule {@code pg_restore}
 * @param major such as 16
 * @param version such as {@code 16.4}
 */
record InstalledPrograms(Path folder, int major, String version) implements ClientPrograms {

    /** What {@code --version} says, with the version and its major. */
    static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[^ \\n]*)");

    /** Where packages put the programs of several majors side by side: Debian, PGDG's RPMs, Homebrew, installers. */
    private static final Map<String, String> PLACES = Map.of(
            "/usr/lib/postgresql", "*/bin",
            "/usr", "pgsql-*/bin",
            "/opt/homebrew/opt", "{postgresql,libpq}*/bin",
            "/usr/local/opt", "{postgresql,libpq}*/bin",
            "/Library/PostgreSQL", "*/bin",
            "C:\\Program Files\\PostgreSQL", "*\\bin");

    @Override
    public ClientRun start(ClientCommand command, Consumer<String> said) throws IOException {
        return ClientRun.start(command.folder(), line(command), command.variables(), said);
    }

    @Override
    public ClientRun piped(ClientCommand command, Consumer<String> said) throws IOException {
        return ClientRun.piped(command.folder(), line(command), command.variables(), said);
    }

    private List<String> line(ClientCommand command) {
        List<String> line = new ArrayList<>(List.of(program(command.program()).toString()));
        line.addAll(command.arguments());
        return line;
    }

    /** {@return the path of a program} */
    Path program(String name) {
        return folder.resolve(Platform.current().isWindows() ? name + ".exe" : name);
    }

    static Optional<InstalledPrograms> oldest(List<InstalledPrograms> found, int atLeast) {
        return found.stream()
                .filter(client -> client.major >= atLeast)
                .min(Comparator.comparingInt(InstalledPrograms::major));
    }

    /** {@return those of a source, of whatever major} */
    static List<InstalledPrograms> of(ClientSource source) {
        List<Path> folders = List.of();
        if (source instanceof ClientSource.Folder named) {
            folders = List.of(named.path());
        } else if (source instanceof ClientSource.Search search) {
            folders = search.folders();
        }
        return folders.stream()
                .flatMap(place -> in(place.toAbsolutePath()).stream())
                .toList();
    }

    private static Optional<InstalledPrograms> in(Path folder) {
        Path program = new InstalledPrograms(folder, 0, "").program("pg_dump");
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        try {
            // Debian's wrapper on the PATH chooses a version by itself, and is asked for it
            Matcher version = VERSION.matcher(Commands.run(folder, List.of(program.toString(), "--version"))
                    .output());
            return version.find()
                    ? Optional.of(new InstalledPrograms(folder, Integer.parseInt(version.group(2)), version.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not a program of this platform
        }
    }

    /** {@return the folders of the PATH, and those where packages put the programs} */
    static List<Path> places() {
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
