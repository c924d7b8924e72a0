package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * PostgreSQL's {@code pg_dump}. It refuses servers of a later major than its own (pg_dump, Notes).
 *
 * @param program absolute path
 * @param major its own
 */
record PgDump(Path program, int major) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** Where packages put the programs of several majors side by side: Debian, PGDG's RPMs, Homebrew, installers. */
    private static final Map<String, String> PLACES = Map.of(
            "/usr/lib/postgresql", "*/bin",
            "/usr", "pgsql-*/bin",
            "/opt/homebrew/opt", "{postgresql,libpq}*/bin",
            "/usr/local/opt", "{postgresql,libpq}*/bin",
            "/Library/PostgreSQL", "*/bin",
            "C:\\Program Files\\PostgreSQL", "*\\bin");

    /** Driver properties that libpq reads from its environment, with the same values. */
    private static final Map<String, String> VARIABLES = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "sslNegotiation", "PGSSLNEGOTIATION",
            "channelBinding", "PGCHANNELBINDING",
            "requireAuth", "PGREQUIREAUTH",
            "gssEncMode", "PGGSSENCMODE",
            "options", "PGOPTIONS");

    /**
     * {@return the program of the oldest sufficient major: later ones write settings that earlier servers do not know}
     *
     * @param server the server's major
     * @param folder the only place to look, when somebody named it
     * @throws EnvironmentException when there is none
     */
    static PgDump find(int server, Optional<Path> folder) {
        List<PgDump> found = folder.map(List::of).orElseGet(PgDump::folders).stream()
                .flatMap(place -> in(place).stream())
                .toList();
        return found.stream()
                .filter(dump -> dump.major >= server)
                .min(Comparator.comparingInt(PgDump::major))
                .orElseThrow(() -> new EnvironmentException(Problem.of(
                                "db.scratch.from=target needs pg_dump " + server + " or later, and "
                                        + folder.map(place -> "there is none in " + place)
                                                .orElse("none is installed")
                                        + ".",
                                "install PostgreSQL's client programs (Debian: postgresql-client-" + server
                                        + "; Red Hat: postgresql" + server
                                        + "; macOS: brew install libpq), or leave out"
                                        + " db.scratch.from to replay the history instead.")
                        .withDetails(found.stream()
                                .map(dump -> "too old: " + dump.program + ", " + dump.major)
                                .toList())));
    }

    /**
     * {@return what the program writes}
     *
     * @param arguments without the database, which is named in the environment together with the password
     * @throws EnvironmentException when it fails, with its words
     */
    String run(ConnectionSettings settings, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-password"));
        command.addAll(arguments);
        Path output = null;
        try {
            output = Files.createTempFile("belay-schema-", ".sql"); // for its owner only
            command.addAll(List.of("--file", output.toString()));
            Commands.Result result = Commands.run(output.getParent(), command, environment(settings));
            if (!result.succeeded()) {
                throw new EnvironmentException(Problem.of(
                                "pg_dump cannot read the schema of "
                                        + settings.database().orElse("the database") + " at " + settings.server() + ".",
                                "let " + settings.user().orElse("the role")
                                        + " read all tables (GRANT pg_read_all_data TO ...), or leave out"
                                        + " db.scratch.from to replay the history instead.")
                        .withDetails(result.output().lines().toList()));
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw Trouble.files("run " + program, Path.of(System.getProperty("java.io.tmpdir")), e);
        } finally {
            remove(output);
        }
    }

    private static void remove(Path output) {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            output.toFile().deleteOnExit();
        }
    }

    static Map<String, String> environment(ConnectionSettings settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> servers = Arrays.asList(settings.server().split(","));
        environment.put("PGHOST", servers.stream().map(PgDump::host).collect(Collectors.joining(",")));
        environment.put(
                "PGPORT",
                servers.stream()
                        .map(server -> server.substring(server.lastIndexOf(':') + 1))
                        .collect(Collectors.joining(",")));
        settings.database().ifPresent(name -> environment.put("PGDATABASE", name));
        settings.user().ifPresent(user -> environment.put("PGUSER", user));
        settings.password().map(Secret::reveal).ifPresent(password -> environment.put("PGPASSWORD", password));
        VARIABLES.forEach((property, variable) -> Optional.ofNullable(
                        settings.properties().get(property))
                .ifPresent(value -> environment.put(variable, value)));
        if (servers.size() > 1) {
            environment.put("PGTARGETSESSIONATTRS", "read-write");
        }
        return environment;
    }

    private static String host(String server) {
        String host = server.substring(0, server.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Optional<PgDump> in(Path folder) {
        Path program = folder.resolve(Platform.current().isWindows() ? "pg_dump.exe" : "pg_dump");
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        try {
            // Debian's wrapper on the PATH chooses a version by itself, and is asked for it
            Matcher version = VERSION.matcher(Commands.run(folder, List.of(program.toString(), "--version"))
                    .output());
            return version.find()
                    ? Optional.of(new PgDump(program, Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not a program of this platform
        }
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath())
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
