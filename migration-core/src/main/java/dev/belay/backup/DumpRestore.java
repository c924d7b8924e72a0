package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionName;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.server.ClientCommand;
import dev.belay.server.ClientEnvironment;
import dev.belay.server.ClientNeed;
import dev.belay.server.ClientPrograms;
import dev.belay.server.ClientRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills an empty database from a dump, by {@code pg_restore}; it ends at the first error. */
final class DumpRestore {

    /** For sorting the rows of an index; taken where the server gives less. */
    private static final int MAINTENANCE_MEGABYTES = 256;

    private static final int BUFFER = 1 << 16;

    private static final String PROGRAM = "pg_restore";
    private static final String UNCHANGED = "No database that was there before has been changed.";

    private final Backup backup;
    private final ConnectionSettings settings;
    private final RestoreOptions options;

    DumpRestore(Backup backup, ConnectionSettings settings, RestoreOptions options) {
        this.backup = backup;
        this.settings = settings;
        this.options = options;
    }

    void run(ClusterFacts facts) throws SQLException, IOException {
        Map<String, String> environment;
        boolean inOnePlace;
        try (Connection connection = new Sessions(options.progress()).open(settings, options.run(), SessionRole.WORK)) {
            if (!facts.publicSchema()) {
                // a new database has one, and a dump of a database without says nothing of it
                Rows.execute(connection, "DROP SCHEMA public");
            }
            Extensions.make(connection, facts, options.progress());
            environment = environment(connection);
            inOnePlace = Tablespaces.leftOut(connection, backup, options);
        }
        ClientPrograms client = client();
        if (backup.manifest().encrypted()) {
            encrypted(client, arguments(inOnePlace), environment);
        } else {
            plain(client, arguments(inOnePlace), environment);
        }
    }

    private void plain(ClientPrograms client, List<String> arguments, Map<String, String> environment)
            throws IOException {
        arguments.add("--jobs=" + DumpBackup.jobs());
        arguments.add(backup.folder().resolve(DumpBackup.FOLDER).toString());
        ClientCommand command = ClientCommand.reading(PROGRAM, arguments, environment, backup.folder());
        try (ClientRun run = client.start(command, options.progress()::detail)) {
            require(run.await(), run);
        }
    }

    private void encrypted(ClientPrograms client, List<String> arguments, Map<String, String> environment)
            throws IOException {
        BackupKey key = options.key().orElseThrow(() -> EncryptedStream.noKey(backup.folder()));
        ClientCommand command = ClientCommand.alone(PROGRAM, arguments, environment, backup.folder());
        try (InputStream plain = EncryptedStream.read(backup.folder().resolve(DumpBackup.ENCRYPTED), key);
                ClientRun run = client.piped(command, options.progress()::detail)) {
            require(run.await(() -> feed(plain, run)), run);
        }
    }

    /** A program that has failed reads no more; what it said, and its exit code, tell why. */
    private static void feed(InputStream plain, ClientRun run) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream input = run.input()) {
            for (int read = plain.read(buffer); read >= 0; read = plain.read(buffer)) {
                input.write(buffer, 0, read);
            }
        } catch (IOException e) {
            run.await();
        }
    }

    private void require(int exit, ClientRun run) {
        if (exit != 0) {
            throw new EnvironmentException(Problem.of(
                            "pg_restore could not restore " + backup.folder() + ", exit code " + exit + ".",
                            "remove the cause, then try again;  mvn db:backups  says whether the backup is whole")
                    .withDetails(Words.ofFailure(run.lastWords()))
                    .withState(UNCHANGED));
        }
    }

    /** The oldest that can read the dump: a later one may write settings that the server does not know. */
    private ClientPrograms client() {
        int major = backup.manifest().tool().major().orElse(0);
        var need = new ClientNeed("Restoring this backup", PROGRAM, major, Optional.empty(), Optional.of(UNCHANGED));
        return ClientPrograms.find(need, options.client(), options.progress());
    }

    private List<String> arguments(boolean inOnePlace) {
        List<String> arguments = new ArrayList<>(List.of(
                "--no-password",
                "--verbose",
                "--exit-on-error",
                "--dbname=dbname=" + Quoted.parameter(settings.database().orElseThrow())));
        if (options.withoutSubscriptionsAndPublications()) {
            arguments.addAll(List.of("--no-subscriptions", "--no-publications"));
        }
        if (options.withoutOwners()) {
            arguments.add("--no-owner");
        }
        if (inOnePlace) {
            arguments.add("--no-tablespaces");
        }
        return arguments;
    }

    /** Nobody reads the database before it is complete, and a failed one is dropped: commits need not wait for the disk. */
    private Map<String, String> environment(Connection connection) throws SQLException {
        Map<String, String> environment = new LinkedHashMap<>(ClientEnvironment.of(settings));
        environment.put("PGAPPNAME", new SessionName(options.run(), SessionRole.WORK).toString());
        String session = "-c synchronous_commit=off";
        boolean little = Rows.texts(
                        connection,
                        "SELECT pg_size_bytes(current_setting('maintenance_work_mem')) < "
                                + MAINTENANCE_MEGABYTES * 1024L * 1024)
                .contains("t");
        if (little) {
            session += " -c maintenance_work_mem=" + MAINTENANCE_MEGABYTES + "MB";
        }
        environment.merge("PGOPTIONS", session, (own, more) -> own + " " + more);
        return environment;
    }
}
