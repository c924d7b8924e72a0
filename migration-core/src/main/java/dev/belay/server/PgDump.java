package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code pg_dump} as the source of a schema.
 *
 * @param program absolute path
 * @param major its own
 */
record PgDump(Path program, int major) {

    /**
     * {@return the program of the oldest sufficient major}
     *
     * @param server the server's major
     * @param folder the only place to look, when somebody named it
     * @throws EnvironmentException when there is none
     */
    static PgDump find(int server, Optional<Path> folder) {
        List<ClientPrograms> found = ClientPrograms.all(folder);
        return ClientPrograms.oldest(found, server)
                .map(client -> new PgDump(client.dump(), client.major()))
                .orElseThrow(() -> new EnvironmentException(Problem.of(
                                "db.scratch.from=target needs pg_dump " + server + " or later, and "
                                        + folder.map(place -> "there is none in " + place)
                                                .orElse("none is installed")
                                        + ".",
                                ClientPrograms.advice(server) + ", or leave out"
                                        + " db.scratch.from to replay the history instead.")
                        .withDetails(found.stream()
                                .map(client -> "too old: " + client.dump() + ", " + client.major())
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
            Commands.Result result = Commands.run(output.getParent(), command, ClientEnvironment.of(settings));
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
}
