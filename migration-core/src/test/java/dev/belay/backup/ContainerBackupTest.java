package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Secret;
import dev.belay.server.ClientSearch;
import dev.belay.server.ClientSource;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestEngine;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Backups of embedded databases by the programs of an image; skipped where there is no container engine. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
@ResourceLock(TestEngine.CONTAINERS)
class ContainerBackupTest {

    private final TestServers servers;
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private TestEngine engine;
    private Shop shop;

    @TempDir
    private Path dir;

    ContainerBackupTest(TestServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() {
        engine = TestEngine.require();
        shop = Shop.open(servers);
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
            assertThat(engine.containersOf(ProcessHandle.current().pid())).isEmpty();
        }
    }

    /** A build of its own: makes a backup, if nobody kills it. */
    public static void main(String[] arguments) {
        var settings = new ConnectionSettings(
                arguments[0], Optional.of(arguments[1]), Optional.of(new Secret(arguments[2])), Map.of());
        new Backups()
                .make(new BackupRequest(
                        settings,
                        BackupMethod.PG_DUMP,
                        Path.of(arguments[3]),
                        Optional.empty(),
                        Optional.empty(),
                        RunId.random(),
                        Optional.of(new ClientSource.Image(arguments[4])),
                        Optional.empty(),
                        Progress.SILENT));
    }

    @Test
    void aBackupIsMadeVerifiedAndRestoredByTheProgramsOfAnImage() throws IOException {
        comesBack(Optional.empty());
        assertThat(heard).anyMatch(line -> line.matches("pg_dump \\S+ runs in a container of " + engine.image()));
    }

    @Test
    void soIsAnEncryptedOneOfWhichNothingIsReadable() throws IOException {
        comesBack(Optional.of(BackupKey.generate()));
        try (Stream<Path> files = Files.walk(dir).filter(Files::isRegularFile)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("note 7", "PGDMP"));
        }
    }

    private void comesBack(Optional<BackupKey> key) throws IOException {
        Backup backup = new Backups().make(request(image(), key));
        assertThat(backup.manifest().tool().name()).isEqualTo("pg_dump");
        assertThat(backup.manifest().tool().major())
                .hasValueSatisfying(major -> assertThat(major).isGreaterThanOrEqualTo(shop.database.major()));
        ownedByUs(backup.folder());
        Verification verified = new Backups().verify(backup, new ClientSearch(image(), Progress.SILENT), key);
        assertThat(verified.troubles()).isEmpty();
        assertThat(verified.unread()).isEmpty();
        Restore.into(
                backup,
                shop.maintenance().settings(),
                shop.beside("_side"),
                shop.options().withClient(image()).withKey(key));
        assertThat(shop.client.dump(shop.named(shop.database.name() + "_side")))
                .isEqualTo(shop.client.dump(shop.database));
    }

    private void ownedByUs(Path folder) throws IOException {
        Object us = Files.getAttribute(dir, "unix:uid");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.toList()).hasSizeGreaterThan(3).allSatisfy(file -> {
                assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(us);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            });
        }
    }

    @Test
    void whatIsDamagedIsFoundInAContainerToo() throws IOException {
        Backup backup = new Backups().make(request(image(), Optional.empty()));
        Path contents = backup.folder().resolve("dump").resolve("toc.dat");
        Files.write(contents, new byte[] {'P', 'G', 'D', 'M', 'P', 1});
        Backup written = new Backup(backup.folder(), relisted(backup));
        assertThat(new Backups()
                        .verify(written, new ClientSearch(image(), Progress.SILENT), Optional.empty())
                        .troubles())
                .singleElement()
                .asString()
                .startsWith("pg_restore cannot read it: pg_restore: error");
    }

    /** As if it had been written so. */
    private static Manifest relisted(Backup backup) throws IOException {
        Manifest made = backup.manifest();
        return new Manifest(
                made.format(),
                made.method(),
                made.database(),
                made.server(),
                made.serverVersion(),
                made.migrationVersion(),
                made.run(),
                made.started(),
                made.finished(),
                made.tool(),
                made.encrypted(),
                made.bytes(),
                Checksums.of(backup.folder()),
                made.walPosition(),
                made.tables(),
                made.copy(),
                made.restoreCommand());
    }

    @Test
    void thePasswordIsNoArgumentOfAnything() throws Exception {
        // nobody else on this machine has it among the arguments of a program
        String word = "sesame" + UUID.randomUUID();
        String password = "'@:/% \\ " + word + " \"$(x)";
        String role = "r'@:/% \\ " + shop.reader;
        shop.database.execute(
                "CREATE ROLE " + Quoted.name(role) + " SUPERUSER LOGIN PASSWORD " + Quoted.text(password));
        try (Connection locker = shop.locked()) {
            ConnectionSettings settings =
                    shop.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret(password)));
            CompletableFuture<Backup> making = CompletableFuture.supplyAsync(
                    () -> new Backups().make(request(settings, image(), Optional.empty())));
            shop.awaitDump();
            List<String> containers =
                    engine.containersOf(ProcessHandle.current().pid());
            assertThat(containers).hasSize(1);
            assertThat(engine.lines(
                            "inspect",
                            "--format",
                            "{{json .Args}} {{json .Path}} {{json .Config.Cmd}}" + " {{json .Config.Labels}}",
                            containers.get(0)))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(word));
            assertThat(processes()).anyMatch(line -> line.contains("PGPASSWORD"));
            assertThat(processes()).noneMatch(line -> line.contains(word));
            locker.rollback();
            making.join();
            assertThat(heard).isNotEmpty().noneMatch(line -> line.contains(word));
        } finally {
            shop.close();
            shop.maintenance().execute("DROP ROLE " + Quoted.name(role));
            shop = null;
        }
    }

    @Test
    void whatTheRoleMayNotReadIsSaidAsEverAndNothingIsLeft() {
        String role = "blind_" + shop.reader;
        shop.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'sesame'; GRANT CONNECT ON DATABASE "
                + shop.database.name() + " TO " + role);
        ConnectionSettings settings =
                shop.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("sesame")));
        try {
            for (Optional<BackupKey> key : List.of(Optional.<BackupKey>empty(), Optional.of(BackupKey.generate()))) {
                assertThatThrownBy(() -> new Backups().make(request(settings, image(), key)))
                        .isInstanceOf(EnvironmentException.class)
                        .hasMessageContaining("pg_dump failed, exit code 1")
                        .hasMessageContaining("permission denied")
                        .hasMessageContaining("pg_read_all_data");
            }
            assertThat(dir.resolve(shop.database.name())).isEmptyDirectory();
        } finally {
            shop.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void anInterruptedRunEndsTheContainer() throws Exception {
        try (Connection locker = shop.locked()) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread run = new Thread(() -> {
                try {
                    new Backups().make(request(image(), Optional.empty()));
                    ended.complete(new AssertionError("it was made"));
                } catch (RuntimeException e) {
                    ended.complete(e);
                }
            });
            run.start();
            shop.awaitDump();
            run.interrupt();
            assertThat(ended.join()).isInstanceOf(EnvironmentException.class).hasMessageContaining("Interrupted");
            assertThat(engine.containersOf(ProcessHandle.current().pid())).isEmpty();
        }
        assertThat(dir.resolve(shop.database.name())).isEmptyDirectory();
    }

    @Test
    void aKilledBuildLeavesNoContainer() throws Exception {
        ConnectionSettings settings = shop.database.settings();
        try (Connection locker = shop.locked()) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ContainerBackupTest.class.getName(),
                            settings.jdbcUrl(),
                            settings.user().orElseThrow(),
                            settings.password().map(Secret::reveal).orElse(""),
                            dir.toString(),
                            engine.image())
                    .inheritIO()
                    .start();
            shop.awaitDump();
            assertThat(engine.containersOf(jvm.pid())).hasSize(1);
            List<ProcessHandle> watchdogs = jvm.descendants().toList();
            jvm.destroyForcibly().waitFor();
            watchdogs.forEach(watchdog -> watchdog.onExit().join());
            assertThat(engine.containersOf(jvm.pid())).isEmpty();
        }
    }

    @Test
    void anImageOlderThanTheServerIsRefused() {
        Assumptions.assumeTrue(shop.client.major() < 18, "there is no later server than the client");
        TestDatabase later = servers.newDatabase(18);
        try {
            assertThatThrownBy(() -> new Backups().make(request(later.settings(), image(), Optional.empty())))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("needs pg_dump 18 or later: the image " + engine.image() + " has ")
                    .hasMessageContaining("was not changed")
                    .hasMessageContaining("postgresql-client-18");
        } finally {
            servers.drop(later);
        }
        assertThat(dir.resolve(later.name())).isEmptyDirectory();
    }

    @Test
    void anImageThatCannotBeFetchedIsNamedWithTheOtherWays() {
        assertThatThrownBy(() -> new Backups()
                        .make(request(nowhereElse("localhost/no-such-image:1"), Optional.of(BackupKey.generate()))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("none is installed, and the image localhost/no-such-image:1 cannot be fetched")
                .hasMessageContaining("postgresql-client-" + shop.database.major())
                .hasMessageContaining("db.backup.client");
        assertThat(heard).contains("Fetching the image localhost/no-such-image:1 for pg_dump");
    }

    @Test
    void withoutAnInstalledProgramNobodyConnectedMeansACopyAndSomebodyAContainer() throws Exception {
        Optional<ClientSource> client = nowhereElse(engine.image());
        Backup copied = new Backups().make(automatic(client));
        shop.beside(copied.manifest()
                .copy()
                .orElseThrow()
                .substring(shop.database.name().length()));
        assertThat(copied.manifest().method()).isEqualTo(BackupMethod.TEMPLATE);
        try (Connection other = shop.database.connect()) {
            assertThat(Backups.way(automatic(client), shop.database.major())).isEqualTo(BackupMethod.PG_DUMP);
            Backup dumped = new Backups().make(automatic(client));
            assertThat(dumped.manifest().method()).isEqualTo(BackupMethod.PG_DUMP);
            assertThat(dumped.folder().resolve("dump")).isDirectory();
            Path empty = Files.createDirectory(dir.resolve("empty"));
            assertThatThrownBy(() -> new Backups().make(automatic(Optional.of(new ClientSource.Folder(empty)))))
                    .isInstanceOf(RefusalException.class);
            assertThat(other.isValid(60)).isTrue();
        }
    }

    @Test
    void whatIsInstalledComesBeforeAContainer() {
        Optional<ClientSource> both = Optional.of(
                new ClientSource.Search(List.of(shop.client.folder()), major -> "localhost/no-such-image:1"));
        assertThat(new Backups().make(automatic(both)).manifest().method()).isEqualTo(BackupMethod.PG_DUMP);
        assertThat(heard).noneMatch(line -> line.contains("container"));
    }

    private Optional<ClientSource> image() {
        return Optional.of(new ClientSource.Image(engine.image()));
    }

    /** As on a machine on which nothing is installed. */
    private static Optional<ClientSource> nowhereElse(String image) {
        return Optional.of(new ClientSource.Search(List.of(), major -> image));
    }

    private BackupRequest automatic(Optional<ClientSource> client) {
        return request(client, Optional.empty()).by(BackupMethod.AUTO);
    }

    private BackupRequest request(Optional<ClientSource> client, Optional<BackupKey> key) {
        return request(shop.database.settings(), client, key);
    }

    private BackupRequest request(ConnectionSettings settings, Optional<ClientSource> client, Optional<BackupKey> key) {
        return new BackupRequest(
                settings,
                BackupMethod.PG_DUMP,
                dir,
                key,
                Optional.of("40"),
                RunId.random(),
                client,
                Optional.empty(),
                new Progress() {
                    @Override
                    public void info(String line) {
                        heard.add(line);
                    }

                    @Override
                    public void detail(String line) {
                        heard.add(line);
                    }
                });
    }

    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info()
                        .commandLine()
                        .orElseGet(
                                () -> Arrays.toString(process.info().arguments().orElse(new String[0]))))
                .toList();
    }
}
