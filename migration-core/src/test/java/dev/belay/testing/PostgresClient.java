package dev.belay.testing;

import dev.belay.postgres.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's own programs, found on the PATH or where Debian's packages put them.
 *
 * @param folder with {@code psql} and {@code pg_dump}
 * @param major their major version
 */
public record PostgresClient(Path folder, int major) {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /**
     * What a program did.
     *
     * @param exitCode 0 when all went well; psql's 3 says that a statement failed and ON_ERROR_STOP was set
     * @param output what it printed, errors included
     */
    public record Result(int exitCode, String output) {}

    /** {@return the newest one that is installed; empty when none is} */
    public static Optional<PostgresClient> find() {
        return folders()
                .filter(folder ->
                        Files.isExecutable(folder.resolve("psql")) && Files.isExecutable(folder.resolve("pg_dump")))
                .flatMap(folder -> major(folder).stream().map(major -> new PostgresClient(folder, major)))
                .max(Comparator.comparingInt(PostgresClient::major));
    }

    /** {@return the newest major that tests have binaries of and that this one's pg_dump reads; empty when there is none} */
    public Optional<Integer> newestServer() {
        return TestBinaries.majors().stream().filter(each -> each <= major).max(Integer::compare);
    }

    private static Stream<Path> folders() {
        var folders = new ArrayList<Path>();
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .forEach(folders::add);
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> majors = Files.list(DEBIAN)) {
                majors.map(each -> each.resolve("bin")).forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folders.stream();
    }

    /** Debian's wrapper on the PATH finds a version by itself, and may find none. */
    private static Optional<Integer> major(Path folder) {
        Result version = run(List.of(folder.resolve("pg_dump").toString(), "--version"), Map.of());
        var number = java.util.regex.Pattern.compile("\\) (\\d+)").matcher(version.output());
        return version.exitCode() == 0 && number.find()
                ? Optional.of(Integer.valueOf(number.group(1)))
                : Optional.empty();
    }

    /** Runs a file as a user would. */
    public Result psql(TestDatabase database, Path file, Map<String, String> environment) {
        List<String> command = command("psql", database);
        command.addAll(List.of("-v", "ON_ERROR_STOP=1", "-f", file.toString()));
        return run(command, environment(database, environment));
    }

    /** {@return schema and data of a database as pg_dump writes them, without what is another in each dump} */
    public List<String> dump(TestDatabase database) {
        return dump(database, List.of());
    }

    /** {@return the schema alone, in the same way} */
    public List<String> schema(TestDatabase database) {
        return dump(database, List.of("--schema-only"));
    }

    private List<String> dump(TestDatabase database, List<String> options) {
        List<String> command = command("pg_dump", database);
        command.addAll(options);
        Result dump = run(command, environment(database, Map.of()));
        if (dump.exitCode() != 0) {
            throw new IllegalStateException(dump.output());
        }
        return dump.output()
                .lines()
                .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                .toList();
    }

    private List<String> command(String program, TestDatabase database) {
        String[] server = database.settings().server().split(":");
        return new ArrayList<>(List.of(
                folder.resolve(program).toString(),
                "-h",
                server[0],
                "-p",
                server[1],
                "-U",
                database.settings().user().orElseThrow(),
                "-d",
                database.name()));
    }

    private static Map<String, String> environment(TestDatabase database, Map<String, String> more) {
        var environment = new java.util.TreeMap<>(more);
        environment.putIfAbsent("PSQLRC", "no-such-file");
        database.settings().password().map(Secret::reveal).ifPresent(word -> environment.put("PGPASSWORD", word));
        return environment;
    }

    private static Result run(List<String> command, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
