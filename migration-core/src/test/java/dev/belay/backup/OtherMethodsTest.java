package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Quoted;
import dev.belay.server.ClientSource;
import dev.belay.server.CommandLine;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.ShellProgram;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Copies by the server and by a command: no client program is needed, so these run on every major. */
@ExtendWith(PostgresExtension.class)
class OtherMethodsTest {

    private static final String COMING = "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'object'"
            + " AND classid = 'pg_database'::regclass";

    private final TestServers servers;
    private final List<Runnable> ends = new ArrayList<>();

    @TempDir
    private Path dir;

    OtherMethodsTest(TestServers servers) {
        this.servers = servers;
    }

    @AfterEach
    void end() {
        ends.forEach(Runnable::run);
    }

    @Test
    void aCopyIsMadeRestoredAndSwappedOnEveryMajor() throws Exception {
        for (int major : TestBinaries.majors()) {
            TestDatabase database = database(major);
            database.execute("CREATE TABLE t (n int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 10);"
                    + " CREATE PUBLICATION p FOR TABLE t");
            Path empty = Files.createDirectory(dir.resolve("empty" + major));
            Backup backup = new Backups()
                    .make(request(
                            database,
                            BackupMethod.AUTO,
                            Optional.of(new ClientSource.Folder(empty)),
                            Optional.empty()));
            String copy = backup.manifest().copy().orElseThrow();
            dropAtEnd(database, copy);
            assertThat(backup.manifest().method()).isEqualTo(BackupMethod.TEMPLATE);
            assertThatThrownBy(() -> named(database, copy).execute("SELECT 1"))
                    .rootCause()
                    .hasMessageContaining("not currently accepting connections");

            database.execute("DELETE FROM t");
            RestoreOptions options = RestoreOptions.complete(RunId.random());
            String side = database.name() + "_side";
            dropAtEnd(database, side);
            Restored restored = Restore.into(backup, database.settings().withDatabase("postgres"), side, options);
            assertThat(restored.tables().tables())
                    .filteredOn(table -> table.table().equals("t"))
                    .extracting(TableCounters.Table::rows)
                    .containsExactly(10L);
            Swapped swapped = Swap.run(new SwapRequest(
                    database.settings(),
                    side,
                    backup.manifest(),
                    new Backups().facts(backup, Optional.empty()),
                    writes -> writes,
                    writes -> writes.lines().equals(List.of("public.t: 10 rows written"))
                            || major < Shop.FIRST_WITH_SHARED_COUNTERS
                                    && writes.lines().stream().anyMatch(line -> line.contains("not known")),
                    SwapRequest.LastWork.NONE,
                    options.run(),
                    options.progress()));
            dropAtEnd(database, swapped.failed());
            assertThat(database.query("SELECT count(*) FROM t")).containsExactly("10");
            assertThat(database.query("SELECT pubname FROM pg_publication")).containsExactly("p");
            assertThat(named(database, swapped.failed()).query("SELECT count(*) FROM t"))
                    .containsExactly("0");
        }
    }

    @Test
    void aCopyForARehearsalPublishesNothing() {
        TestDatabase database = database(TestBinaries.defaultMajor());
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");
        Backup backup =
                new Backups().make(request(database, BackupMethod.TEMPLATE, Optional.empty(), Optional.empty()));
        dropAtEnd(database, backup.manifest().copy().orElseThrow());
        String side = database.name() + "_side";
        dropAtEnd(database, side);
        Restore.into(
                backup, database.settings().withDatabase("postgres"), side, RestoreOptions.rehearsal(RunId.random()));
        assertThat(named(database, side).query("SELECT count(*) FROM pg_publication"))
                .containsExactly("0");
    }

    @Test
    void noCopyIsMadeWhileSomebodyIsConnected() throws Exception {
        TestDatabase database = database(TestBinaries.defaultMajor());
        try (Connection other = database.connect()) {
            Rows.execute(other, "SET application_name = 'the shop'");
            assertThatThrownBy(() -> new Backups()
                            .make(request(database, BackupMethod.TEMPLATE, Optional.empty(), Optional.empty())))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("the shop");
        }
        assertThat(dir.resolve(database.name())).isEmptyDirectory();
    }

    /** The server copies when nobody is connected; what somebody has done just before is in the copy, and was not read. */
    @Test
    void aCopyOfASchemaThatMovedMeanwhileIsRefused() throws Exception {
        int major = TestBinaries.defaultMajor();
        try (EmbeddedPostgres own = EmbeddedPostgres.start(TestBinaries.throwaway(major))) {
            var database = new TestDatabase("shop", major, own.connection("shop"));
            TestDatabase maintenance = named(database, "postgres");
            // or a worker of it could be taken for the session that waits
            TestServers.withoutAutovacuum(maintenance);
            maintenance.execute("CREATE DATABASE shop");
            database.execute("CREATE TABLE t (n int)");
            BackupRequest request = request(database, BackupMethod.TEMPLATE, Optional.empty(), Optional.empty());
            CompletableFuture<Backup> making;
            try (Connection renaming = named(database, "template1").connect()) {
                renaming.setAutoCommit(false);
                // nobody comes into the database from which the copy is made
                Rows.execute(renaming, "ALTER DATABASE postgres RENAME TO other");
                making = CompletableFuture.supplyAsync(
                        () -> new Backups().make(request), task -> new Thread(task).start());
                while (Rows.texts(renaming, COMING).isEmpty()) {
                    assertThat(making).isNotDone();
                }
                database.execute("ALTER TABLE t ADD late text");
                renaming.rollback();
            }
            assertThatThrownBy(making::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("The schema of shop was changed while its copy was made")
                    .hasMessageContaining("public.t.late")
                    .hasMessageContaining("has dropped the copy again");
            assertThat(maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE 'shop%'"))
                    .containsExactly("shop");
            assertThat(dir.resolve("shop")).isEmptyDirectory();
        }
    }

    @Test
    void whatMovedWhileACommandMadeItsBackupIsSaid() throws IOException {
        TestDatabase database = database(TestBinaries.defaultMajor());
        database.execute("CREATE TABLE t (n int)");
        BackupCommand command =
                new BackupCommand(script("echo working").toString(), Optional.empty(), Optional.empty());
        BackupRequest quiet = request(database, BackupMethod.COMMAND, Optional.empty(), Optional.of(command));
        var warned = new ArrayList<String>();
        BackupRequest request = new BackupRequest(
                quiet.settings(),
                quiet.method(),
                dir,
                quiet.key(),
                quiet.migrationVersion(),
                quiet.run(),
                quiet.client(),
                quiet.command(),
                new Progress() {
                    @Override
                    public void detail(String line) {
                        if (line.equals("working")) {
                            database.execute("ALTER TABLE t ADD late text");
                        }
                    }

                    @Override
                    public void warn(String line) {
                        warned.add(line);
                    }
                });
        Backup backup = new Backups().make(request);
        assertThat(warned)
                .singleElement()
                .asString()
                .startsWith("the schema of " + database.name() + " was changed while the command made its backup: ")
                .contains("column public.t.late");
        assertThat(new Backups().schema(backup, Optional.empty()).orElseThrow().find("column", "public.t.late"))
                .isEmpty();
    }

    @Test
    void aCopyIsNotEncrypted() {
        TestDatabase database = database(TestBinaries.defaultMajor());
        BackupRequest request = request(database, BackupMethod.TEMPLATE, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new Backups()
                        .make(new BackupRequest(
                                request.settings(),
                                request.method(),
                                dir,
                                Optional.of(BackupKey.generate()),
                                Optional.empty(),
                                request.run(),
                                Optional.empty(),
                                Optional.empty(),
                                request.progress())))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.backup.key");
    }

    @Test
    void aCommandGetsItsArgumentsAndThePasswordByTheEnvironmentOnly() throws IOException {
        TestDatabase database = database(TestBinaries.defaultMajor());
        Path script = script("echo \"$#|$1|$2|$3\"; test -n \"$PGPASSWORD\" && echo with a password; echo DONE");
        BackupCommand command = new BackupCommand(
                script + " 'for {database} at {port}' {run} \"{unknown}\"",
                Optional.of(Pattern.compile("^DONE$")),
                Optional.of("restore {run}"));
        BackupRequest request = request(database, BackupMethod.COMMAND, Optional.empty(), Optional.of(command));
        Backup backup = new Backups().make(request);
        String port = database.settings().server().replaceAll(".*:", "");
        assertThat(backup.folder().resolve(CommandBackup.OUTPUT))
                .hasContent("3|for " + database.name() + " at " + port + "|" + request.run()
                        + "|{unknown}\nwith a password\nDONE");
        assertThat(backup.manifest().restoreCommand()).contains("restore " + request.run());
        assertThatThrownBy(() -> Restore.into(
                        backup,
                        database.settings().withDatabase("postgres"),
                        "never",
                        RestoreOptions.complete(RunId.random())))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("restore " + request.run());
    }

    @Test
    void aPasswordThatIsAWordOfThePatternHidesNoSuccess() throws IOException {
        TestDatabase database = database(TestBinaries.defaultMajor());
        Path script = script("echo \"snapshot $PGPASSWORD ready\"");
        String password = database.settings().password().orElseThrow().reveal();
        BackupCommand command = new BackupCommand(
                script.toString(),
                Optional.of(Pattern.compile("^snapshot " + Pattern.quote(password) + " ready$")),
                Optional.empty());
        Backup backup =
                new Backups().make(request(database, BackupMethod.COMMAND, Optional.empty(), Optional.of(command)));
        assertThat(backup.folder().resolve(CommandBackup.OUTPUT)).hasContent("snapshot *** ready");
    }

    @Test
    void aCommandFailsByItsExitCodeItsWordsOrItsAbsence() throws IOException {
        TestDatabase database = database(TestBinaries.defaultMajor());
        Map<String, String> expected = Map.of(
                script("echo no quota left; exit 3").toString(), "exit code 3",
                script("echo pending").toString(), "nothing that it said matches DONE",
                dir.resolve("none").toString(), "cannot be run");
        expected.forEach((line, words) -> {
            BackupCommand command = new BackupCommand(line, Optional.of(Pattern.compile("DONE")), Optional.empty());
            assertThatThrownBy(() -> new Backups()
                            .make(request(database, BackupMethod.COMMAND, Optional.empty(), Optional.of(command))))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining(words);
        });
        assertThat(dir.resolve(database.name())).isEmptyDirectory();
    }

    @Test
    void aLineIsSplitAsAShellWouldWithoutOne() {
        assertThat(CommandLine.split("  a 'b \"c' d\"e f\"'g' \"\" $(x) h\\i "))
                .containsExactly("a", "b \"c", "de fg", "", "$(x)", "h\\i");
        assertThatThrownBy(() -> CommandLine.split("a 'b")).isInstanceOf(RefusalException.class);
        assertThatThrownBy(() -> CommandLine.split("  ")).isInstanceOf(RefusalException.class);
        assertThat(CommandLine.fill("{a}{b}{{a}", Map.of("a", "{b}", "b", "2"))).isEqualTo("{b}2{{b}");
    }

    @Test
    void aNameIsCutBetweenCharactersAndKeepsItsEnding() {
        assertThat(OwnDatabase.name("é".repeat(31), "_failed_20260101000000"))
                .isEqualTo("é".repeat(20) + "_failed_20260101000000");
        assertThat(OwnDatabase.name("shop", "_x")).isEqualTo("shop_x");
    }

    private Path script(String text) throws IOException {
        return ShellProgram.write(Files.createTempFile(dir, "command", ".sh"), text);
    }

    private TestDatabase database(int major) {
        TestDatabase database = servers.newDatabase(major);
        ends.add(() -> servers.drop(database));
        return database;
    }

    private void dropAtEnd(TestDatabase database, String name) {
        ends.add(() ->
                named(database, "postgres").execute("DROP DATABASE IF EXISTS " + Quoted.name(name) + " WITH (FORCE)"));
    }

    private static TestDatabase named(TestDatabase database, String name) {
        return new TestDatabase(name, database.major(), database.settings().withDatabase(name));
    }

    private BackupRequest request(
            TestDatabase database,
            BackupMethod method,
            Optional<ClientSource> client,
            Optional<BackupCommand> command) {
        BackupRequest request = BackupRequest.of(database.settings(), dir, RunId.random());
        return new BackupRequest(
                request.settings(),
                method,
                dir,
                Optional.empty(),
                Optional.empty(),
                request.run(),
                client,
                command,
                request.progress());
    }
}
