package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Secret;
import dev.belay.server.ClientSource;
import dev.belay.testing.SmallDisk;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BackupFailureTest extends ShopSuite {

    @Test
    void aMissingClientIsSaidWithTheWayToGetOne() throws IOException {
        Path empty = Files.createDirectory(dir.resolve("empty"));
        assertThatThrownBy(
                        () -> new Backups().make(from(shop.request(dir), Optional.of(new ClientSource.Folder(empty)))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("there is none in " + empty)
                .hasMessageContaining("postgresql-client-" + shop.database.major())
                .hasMessageContaining("was not changed");
        nothingIsLeft();
    }

    @Test
    void aClientOlderThanTheServerIsSaidToBeTooOld() {
        Assumptions.assumeTrue(shop.client.major() < 18, "there is no later server than the client");
        TestDatabase later = servers.newDatabase(shop.client.major() + 1);
        try {
            assertThatThrownBy(() -> new Backups().make(shop.request(dir, later.settings())))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("too old: " + shop.client.folder());
        } finally {
            servers.drop(later);
        }
        nothingIsLeft();
    }

    @Test
    void aKilledDumpLeavesNothing() throws Exception {
        try (Connection locker = shop.locked()) {
            CompletableFuture<Backup> making =
                    CompletableFuture.supplyAsync(() -> new Backups().make(shop.request(dir)));
            dumps().forEach(ProcessHandle::destroyForcibly);
            assertThatThrownBy(making::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("pg_dump was ended by signal 9");
        }
        nothingIsLeft();
    }

    @Test
    void anInterruptedRunEndsTheDump() throws Exception {
        try (Connection locker = shop.locked()) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread run = new Thread(() -> {
                try {
                    new Backups().make(shop.request(dir));
                    ended.complete(new AssertionError("it was made"));
                } catch (RuntimeException e) {
                    ended.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag", e));
                }
            });
            run.start();
            List<ProcessHandle> dumps = dumps();
            run.interrupt();
            assertThat(ended.join()).isInstanceOf(EnvironmentException.class).hasMessageContaining("Interrupted");
            assertThat(dumps).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
        nothingIsLeft();
    }

    @Test
    void aFullDiskIsSaidAndEmptiedAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("small"), 1, dir)) {
            Path small = disk.folder();
            shop.database.execute("CREATE TABLE much AS SELECT md5(random()::text) || md5(random()::text) AS t"
                    + " FROM generate_series(1, 50000)");
            for (Optional<BackupKey> key : List.of(Optional.<BackupKey>empty(), Optional.of(BackupKey.generate()))) {
                assertThatThrownBy(() -> new Backups().make(shop.request(small, key)))
                        .isInstanceOf(EnvironmentException.class)
                        .hasMessageContaining("no space left in " + small)
                        .hasMessageContaining("db.backup.dir");
                try (Stream<Path> left = Files.walk(small)) {
                    assertThat(left.filter(Files::isRegularFile)).isEmpty();
                }
            }
        }
    }

    @Test
    void whatTheRoleMayNotReadIsSaidWithTheRemedy() {
        String role = "blind_" + shop.reader;
        shop.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'sesame'; GRANT CONNECT ON DATABASE "
                + shop.database.name() + " TO " + role);
        ConnectionSettings settings =
                shop.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("sesame")));
        try {
            assertThatThrownBy(() -> new Backups().make(shop.request(dir, settings)))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("permission denied")
                    .hasMessageContaining("pg_read_all_data")
                    .hasMessageNotContaining("sesame");
            shop.database.execute(
                    "GRANT pg_read_all_data TO " + role + "; GRANT SELECT ON LARGE OBJECT 4242 TO " + role);
            assertThatThrownBy(() -> new Backups().make(shop.request(dir, settings)))
                    .hasMessageContaining("BYPASSRLS");
        } finally {
            shop.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
        nothingIsLeft();
    }

    @Test
    void whatAKilledRunLeftIsRemovedAndWhatARunningOneWritesIsNot() throws Exception {
        Path killed =
                Files.createDirectories(dir.resolve(shop.database.name()).resolve("39-20260101T000000Z-0000dead"));
        Files.writeString(killed.resolve(BackupFolder.UNFINISHED), "");
        Files.writeString(Files.createDirectory(killed.resolve("dump")).resolve("toc.dat"), "half");
        try (BackupFolder running = BackupFolder.create(
                shop.request(dir), shop.database.name(), java.time.Instant.parse("2026-01-02T00:00:00Z"))) {
            assertThat(killed).doesNotExist();
            Backup backup = new Backups().make(shop.request(dir));
            assertThat(running.path()).isDirectory();
            assertThat(new Backups().list(dir, Optional.of(shop.database.name())))
                    .extracting(BackupEntry::state)
                    .containsExactly(BackupEntry.State.GOOD, BackupEntry.State.UNFINISHED);
            assertThat(backup.folder()).isDirectory();
        }
    }

    @Test
    void aPasswordIsNeitherAmongTheProcessesNorInWords() throws Exception {
        // nobody else on this machine has it among the arguments of a program
        String word = "sesame" + UUID.randomUUID();
        String password = "'@:/% \\ " + word + " \"$(x)";
        String role = "r'@:/% \\ " + shop.reader;
        shop.database.execute(
                "CREATE ROLE " + Quoted.name(role) + " SUPERUSER LOGIN PASSWORD " + Quoted.text(password));
        try {
            StringBuffer heard = new StringBuffer();
            ConnectionSettings settings =
                    shop.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret(password)));
            BackupRequest request = shop.request(dir, settings);
            Backup backup;
            try (Connection locker = shop.locked()) {
                CompletableFuture<Backup> making =
                        CompletableFuture.supplyAsync(() -> new Backups().make(heardBy(request, heard)));
                assertThat(dumps()).isNotEmpty();
                assertThat(processes()).anyMatch(line -> line.contains("pg_dump"));
                assertThat(processes()).noneMatch(line -> line.contains(word));
                locker.rollback();
                backup = making.join();
            }
            Restore.into(backup, settings.withDatabase("postgres"), shop.beside(" '=@:/% \\side"), shop.options());
            assertThat(heard.toString()).contains("orders").doesNotContain(word);
            try (Stream<Path> files = Files.walk(dir).filter(Files::isRegularFile)) {
                assertThat(files)
                        .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .doesNotContain(word));
            }
        } finally {
            shop.close();
            shop.maintenance().execute("DROP ROLE " + Quoted.name(role));
            shop = null;
        }
    }

    /** The processes of this test's pg_dump, when it waits. */
    private List<ProcessHandle> dumps() {
        shop.awaitDump();
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> Arrays.stream(arguments).anyMatch(each -> each.contains(dir.toString())))
                        .isPresent())
                .toList();
    }

    private static List<String> processes() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .map(entry -> {
                        try {
                            return Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                        } catch (IOException e) {
                            return ""; // it has ended
                        }
                    })
                    .toList();
        }
    }

    private void nothingIsLeft() {
        assertThat(dir.resolve(shop.database.name()).toFile().list()).isNullOrEmpty();
    }

    private static BackupRequest from(BackupRequest request, Optional<ClientSource> client) {
        return new BackupRequest(
                request.settings(),
                request.method(),
                request.dir(),
                request.key(),
                request.migrationVersion(),
                request.run(),
                client,
                request.command(),
                request.progress());
    }

    private static BackupRequest heardBy(BackupRequest request, StringBuffer heard) {
        return new BackupRequest(
                request.settings(),
                request.method(),
                request.dir(),
                request.key(),
                request.migrationVersion(),
                request.run(),
                request.client(),
                request.command(),
                new dev.belay.outcome.Progress() {
                    @Override
                    public void detail(String line) {
                        heard.append(line).append('\n');
                    }
                });
    }
}
