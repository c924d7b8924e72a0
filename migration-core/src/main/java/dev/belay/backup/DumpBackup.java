package dev.belay.backup;

import dev.belay.backup.Manifest.Tool;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.SessionName;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.server.ClientCommand;
import dev.belay.server.ClientEnvironment;
import dev.belay.server.ClientPrograms;
import dev.belay.server.ClientRun;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backup by {@code pg_dump}: in directory format, several tables at a time; when it is encrypted, in custom format
 * through a pipe, so that nothing readable is ever on the disk.
 */
final class DumpBackup {

    /** The folder in directory format. */
    static final String FOLDER = "dump";

    /** The file in custom format, encrypted. */
    static final String ENCRYPTED = "dump.age";

    private static final String PROGRAM = "pg_dump";

    /** Directory format's table of contents, written last (pg_backup_directory.c, _CloseArchive). */
    private static final String CONTENTS = "toc.dat";

    private static final int MOST_JOBS = 4;
    private static final int FIRST_WITH_ZSTD = 16;
    private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

    private final BackupRequest request;
    private final ClientPrograms client;

    DumpBackup(BackupRequest request, ClientPrograms client) {
        this.request = request;
        this.client = client;
    }

    /** {@return how many tables are read, or written, at a time}: two for a core, since each waits for its server */
    static int jobs() {
        return Math.min(MOST_JOBS, 2 * Runtime.getRuntime().availableProcessors());
    }

    /**
     * Reads the counters before it takes the snapshot that {@code pg_dump} then uses: what is written in between counts
     * as written since, which errs on the side of saying so.
     */
    Made make(Path folder) throws IOException, SQLException {
        try (Connection connection =
                new Sessions(request.progress()).open(request.settings(), request.run(), SessionRole.READ)) {
            ServerRecord record = ServerRecord.read(connection);
            connection.setAutoCommit(false);
            Rows.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            Rows.execute(
                    connection, "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0");
            if (record.major() >= FIRST_WITH_TRANSACTION_TIMEOUT) {
                Rows.execute(connection, "SET LOCAL transaction_timeout = 0");
            }
            String snapshot =
                    Rows.texts(connection, "SELECT pg_export_snapshot()").get(0);
            String compression = compression(folder);
            SchemaSnapshot schema;
            // the same snapshot, read while the program reads it too
            try (var reading = SchemaReading.start(connection)) {
                if (request.key().isPresent()) {
                    encrypted(folder, snapshot, compression, request.key().get());
                } else {
                    plain(folder, snapshot, compression);
                }
                schema = reading.get();
            }
            connection.rollback();
            Tool tool = new Tool("pg_dump", Optional.of(client.version()), Optional.of(compression));
            return new Made(tool, record, schema, Optional.empty(), Optional.empty());
        }
    }

    private void plain(Path folder, String snapshot, String compression) throws IOException {
        Path dump = folder.resolve(FOLDER);
        List<String> arguments = arguments(snapshot, compression);
        arguments.addAll(List.of("--format=directory", "--jobs=" + jobs(), "--file=" + dump));
        ClientCommand command =
                ClientCommand.writing(PROGRAM, arguments, environment(), folder, dump.resolve(CONTENTS));
        try (ClientRun run = client.start(command, request.progress()::detail)) {
            require(run.await(), run);
        }
    }

    private void encrypted(Path folder, String snapshot, String compression, BackupKey key) throws IOException {
        List<String> arguments = arguments(snapshot, compression);
        arguments.add("--format=custom");
        ClientCommand command = ClientCommand.alone(PROGRAM, arguments, environment(), folder);
        try (ClientRun run = client.piped(command, request.progress()::detail)) {
            int exit = run.await(() -> EncryptedStream.write(folder.resolve(ENCRYPTED), key, run.output()::transferTo));
            require(exit, run);
        }
    }

    private void require(int exit, ClientRun run) {
        if (exit != 0) {
            throw new BackupTrouble(request.settings(), request.dir()).program(PROGRAM, exit, run.lastWords());
        }
    }

    /**
     * It says each table that it comes to, for people; and when this process is killed, nobody hears it any more, and it
     * ends at the next table.
     */
    private static List<String> arguments(String snapshot, String compression) {
        return new ArrayList<>(List.of(
                "--no-password",
                "--verbose",
                "--snapshot=" + snapshot,
                "--lock-wait-timeout=" + ServerRecord.LOCK_WAIT.toMillis(),
                "--compress=" + compression));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(ClientEnvironment.of(request.settings()));
        environment.put("PGAPPNAME", new SessionName(request.run(), SessionRole.READ).toString());
        return environment;
    }

    /**
     * {@return the least that is about as small as the usual gzip: zstd from 16 on where the program was built with it}
     * lz4 is faster by little, and half as large again. An unknown method is refused before the server is looked for
     * (pg_dump.c, validate_compress_specification); nobody answers where it is told to look.
     */
    private String compression(Path folder) throws IOException {
        if (client.major() < FIRST_WITH_ZSTD) {
            return "1";
        }
        ClientCommand command = ClientCommand.alone(
                PROGRAM,
                List.of("--no-password", "--format=custom", "--compress=zstd:1"),
                Map.of("PGHOST", folder.resolve("nobody").toString(), "PGDATABASE", "none"),
                folder);
        try (ClientRun run = client.start(command, line -> {})) {
            run.await();
            return run.lastWords().stream().anyMatch(line -> line.contains("does not support compression"))
                    ? "gzip:1"
                    : "zstd:1";
        }
    }

    /** {@return the problem of a key that no dump is encrypted with} */
    static RefusalException keyWithout(BackupMethod method) {
        return new RefusalException(Problem.of(
                "A backup by " + method.name().toLowerCase(java.util.Locale.ROOT) + " cannot be encrypted.",
                "leave out db.backup.key, or use -Ddb.backup.method=pg_dump."));
    }
}
