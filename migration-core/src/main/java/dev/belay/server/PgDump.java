package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
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
 * @param client of a sufficient major
 * @param use for messages
 */
record PgDump(ClientPrograms client, TargetSchema.Use use) {

    private static final String PROGRAM = "pg_dump";
    private static final String OUTPUT = "schema.sql";

    /**
     * {@return the program of the oldest sufficient major}
     *
     * @param server the server's major
     * @param source the only one, when somebody named it
     * @param use for messages
     * @param progress hears when it runs in a container
     * @throws EnvironmentException when there is none
     */
    static PgDump find(int server, Optional<ClientSource> source, TargetSchema.Use use, Progress progress) {
        ClientPrograms client = ClientPrograms.find(
                new ClientNeed(use.what(), PROGRAM, server, Optional.of(use.without()), Optional.empty()),
                source,
                progress);
        return new PgDump(client, use);
    }

    /**
     * {@return what the program writes}
     *
     * @param arguments without the database, which is named in the environment together with the password
     * @throws EnvironmentException when it fails, with its words
     */
    String run(ConnectionSettings settings, List<String> arguments) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("belay-schema-"); // for its owner only
            Path output = folder.resolve(OUTPUT);
            List<String> all = new ArrayList<>(List.of("--no-password", "--file=" + output));
            all.addAll(arguments);
            ClientCommand command = ClientCommand.writing(PROGRAM, all, ClientEnvironment.of(settings), folder, output);
            try (ClientRun run = client.start(command, line -> {})) {
                if (run.await() != 0) {
                    throw failed(settings, run.lastWords());
                }
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw Trouble.files("run " + PROGRAM, Path.of(System.getProperty("java.io.tmpdir")), e);
        } finally {
            remove(folder);
        }
    }

    private EnvironmentException failed(ConnectionSettings settings, List<String> said) {
        return new EnvironmentException(Problem.of(
                        "pg_dump cannot read the schema of "
                                + settings.database().orElse("the database") + " at " + settings.server() + ".",
                        "let " + settings.user().orElse("the role")
                                + " read all tables (GRANT pg_read_all_data TO ...), or " + use.without() + ".")
                .withDetails(said));
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(OUTPUT));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // the first to be registered is the last to go
            folder.toFile().deleteOnExit();
            folder.resolve(OUTPUT).toFile().deleteOnExit();
        }
    }
}
