package dev.belay.backup;

import dev.belay.backup.Manifest.Tool;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.server.ClientEnvironment;
import dev.belay.server.ClientRun;
import dev.belay.server.CommandLine;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A backup by the user's own command; what it said is kept beside the manifest. */
final class CommandBackup {

    /** The file that has the command's output. */
    static final String OUTPUT = "output.txt";

    private final BackupRequest request;
    private final String database;

    CommandBackup(BackupRequest request, String database) {
        this.request = request;
        this.database = database;
    }

    Made make(Path folder) throws IOException, SQLException {
        BackupCommand command = request.command()
                .orElseThrow(() -> new RefusalException(
                        Problem.of("db.backup.method=command needs a command.", "name it, or choose another method.")));
        Map<String, String> values = values(folder);
        List<String> arguments = CommandLine.split(command.line()).stream()
                .map(argument -> CommandLine.fill(argument, values))
                .toList();
        ServerRecord record;
        SchemaSnapshot schema;
        try (Connection connection = open()) {
            record = ServerRecord.read(connection);
            schema = SnapshotReader.read(connection, Set.of());
        }
        run(folder, command, arguments);
        sayMoved(schema);
        Tool tool = new Tool(new File(arguments.get(0)).getName(), Optional.empty(), Optional.empty());
        return new Made(
                tool,
                record,
                schema,
                Optional.empty(),
                command.restore().map(restore -> CommandLine.fill(restore, values)));
    }

    private Connection open() {
        return new Sessions(request.progress()).open(request.settings(), request.run(), SessionRole.READ);
    }

    /** At which moment the command has looked, only its author knows. */
    private void sayMoved(SchemaSnapshot before) throws SQLException {
        try (Connection connection = open()) {
            List<String> moved = SchemaDiff.between(before, SnapshotReader.read(connection, Set.of()))
                    .lines();
            if (!moved.isEmpty()) {
                request.progress()
                        .warn("the schema of " + database + " was changed while the command made its backup: "
                                + String.join("; ", moved));
            }
        }
    }

    private void run(Path folder, BackupCommand command, List<String> arguments) throws IOException {
        AtomicBoolean said = new AtomicBoolean(command.success().isEmpty());
        // a password may be a word of the pattern: what is shown and kept is without it, what is looked at is not
        Consumer<String> raw = line -> {
            if (!said.get() && command.success().get().matcher(line).find()) {
                said.set(true);
            }
        };
        try (BufferedWriter output = Files.newBufferedWriter(folder.resolve(OUTPUT));
                ClientRun run = start(folder, arguments, raw, line -> {
                    write(output, line);
                    request.progress().detail(line);
                })) {
            int exit = run.await();
            if (exit != 0 || !said.get()) {
                throw failed(
                        exit != 0
                                ? "exit code " + exit
                                : "nothing that it said matches "
                                        + command.success().get(),
                        run.lastWords());
            }
        }
    }

    private ClientRun start(Path folder, List<String> arguments, Consumer<String> raw, Consumer<String> said) {
        try {
            return ClientRun.start(folder, arguments, ClientEnvironment.of(request.settings()), raw, said);
        } catch (IOException e) {
            throw failed("it cannot be run: " + e.getMessage(), List.of());
        }
    }

    private static void write(BufferedWriter output, String line) {
        try {
            output.write(line);
            output.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> values(Path folder) {
        Map<String, String> environment = ClientEnvironment.of(request.settings());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("database", database);
        values.put("host", environment.get("PGHOST"));
        values.put("port", environment.get("PGPORT"));
        values.put("user", request.settings().user().orElse(""));
        values.put("run", request.run().value());
        values.put("dir", folder.toString());
        return values;
    }

    private EnvironmentException failed(String how, List<String> said) {
        return new EnvironmentException(Problem.of(
                        "The command for the backup of " + database + " failed: " + how + ".",
                        "correct the command, or what it says, and run the goal again.")
                .withDetails(said.subList(Math.max(0, said.size() - 12), said.size()))
                .withState(database + " was not changed."));
    }
}
