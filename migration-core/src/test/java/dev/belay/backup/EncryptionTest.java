package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.server.ClientSearch;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class EncryptionTest {

    private static final int CHUNK = 64 * 1024;

    @TempDir
    private Path dir;

    @Test
    void anEncryptedBackupComesBackAndNothingOfItCanBeRead(TestServers servers) throws IOException {
        BackupKey key = BackupKey.generate();
        try (Shop shop = Shop.open(servers)) {
            Backup backup = new Backups().make(shop.request(dir, Optional.of(key)));
            assertThat(backup.manifest().encrypted()).isTrue();
            assertThat(backup.folder()).isDirectoryNotContaining("glob:**/dump");
            try (Stream<Path> files = Files.walk(dir).filter(Files::isRegularFile)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .doesNotContain(
                                        "note 7", shop.reader, key.identity().reveal(), "PGDMP"));
            }
            RestoreOptions options = shop.options().withKey(Optional.of(key));
            Restore.into(backup, shop.maintenance().settings(), shop.beside("_side"), options);
            assertThat(shop.client.dump(shop.named(shop.database.name() + "_side")))
                    .isEqualTo(shop.client.dump(shop.database));
            ClientSearch clients = new ClientSearch(options.client(), Progress.SILENT);
            assertThat(new Backups().verify(backup, clients, options.key()).troubles())
                    .isEmpty();
            assertThat(new Backups().verify(backup, clients, Optional.empty()).unread())
                    .isPresent();
            // others may have been made with another key: that is no reason to look at none
            assertThat(new Backups().verify(backup, clients, Optional.of(BackupKey.generate())))
                    .satisfies(other -> assertThat(other.good()).isTrue())
                    .extracting(Verification::unread)
                    .isEqualTo(Optional.of("it was encrypted with another key"));
        }
    }

    @Test
    void anotherKeyIsRefusedBeforeADatabaseIsMade(TestServers servers) {
        try (Shop shop = Shop.open(servers)) {
            Backup backup = new Backups().make(shop.request(dir, Optional.of(BackupKey.generate())));
            String side = shop.beside("_side");
            for (Optional<BackupKey> key :
                    java.util.List.of(Optional.<BackupKey>empty(), Optional.of(BackupKey.generate()))) {
                assertThatThrownBy(() -> Restore.into(
                                backup,
                                shop.maintenance().settings(),
                                side,
                                shop.options().withKey(key)))
                        .isInstanceOf(RefusalException.class)
                        .hasMessageContaining("key");
            }
            assertThat(shop.maintenance().query("SELECT 1 FROM pg_database WHERE datname = '" + side + "'"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100, CHUNK, CHUNK + 16, 2 * (CHUNK + 16)})
    void aTruncatedFileIsNotReadAsIfItWereWhole(int missing) throws IOException {
        BackupKey key = BackupKey.generate();
        Path file = written(key, 3 * CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - missing);
        }
        assertThatThrownBy(() -> read(file, key))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, CHUNK, 2 * CHUNK + 500})
    void aChangedByteIsFound(int place) throws IOException {
        BackupKey key = BackupKey.generate();
        Path file = written(key, 3 * CHUNK);
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> read(file, key))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void whatWasWrittenIsReadWhateverItsLength() throws IOException {
        BackupKey key = BackupKey.generate();
        for (int length : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK}) {
            assertThat(read(written(key, length), key)).isEqualTo(content(length));
        }
    }

    @Test
    void aKeyIsReadFromAFileOrTheEnvironment() throws IOException {
        BackupKey key = BackupKey.generate();
        Path file = Files.writeString(
                dir.resolve("key"),
                "# created: today\n# public key: age1abc\n" + key.identity().reveal() + "\n");
        assertThat(BackupKey.read(file.toString(), Map.of())).isEqualTo(key);
        assertThat(BackupKey.read("env:K", Map.of("K", " " + key.identity().reveal() + "\n")))
                .isEqualTo(key);
        assertThat(key.toString()).doesNotContain(key.identity().reveal().substring(20));
    }

    @Test
    void whatIsNoKeyIsRefusedWithTheWayToMakeOne() {
        String cut = BackupKey.generate().identity().reveal().substring(0, 60);
        assertThatThrownBy(() -> BackupKey.read("env:K", Map.of("K", cut)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("age-keygen")
                .hasMessageNotContaining(cut.substring(20));
        assertThatThrownBy(() -> BackupKey.read("env:K", Map.of())).hasMessageContaining("K is not set");
        assertThatThrownBy(() -> BackupKey.read("env:K", Map.of("K", "sesame"))).hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> BackupKey.read(dir.resolve("none").toString(), Map.of()))
                .hasMessageContaining("none");
    }

    private Path written(BackupKey key, int length) throws IOException {
        Path file = dir.resolve("file" + length);
        EncryptedStream.write(file, key, new ByteArrayInputStream(content(length))::transferTo);
        return file;
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static byte[] read(Path file, BackupKey key) throws IOException {
        try (InputStream in = EncryptedStream.read(file, key)) {
            return in.readAllBytes();
        }
    }
}
