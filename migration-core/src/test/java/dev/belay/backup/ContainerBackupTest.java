package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Secret;
import dev.belay.server.ClientSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is backed up in a container is as good as by installed programs, and says nothing of the password. */
class ContainerBackupTest extends ContainerSuite {

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

    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info()
                        .commandLine()
                        .orElseGet(
                                () -> Arrays.toString(process.info().arguments().orElse(new String[0]))))
                .toList();
    }
}
