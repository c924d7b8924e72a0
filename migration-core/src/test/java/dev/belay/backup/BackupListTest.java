package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.backup.BackupEntry.State;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Quoted;
import dev.belay.server.ClientSearch;
import dev.belay.server.ClientSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackupListTest extends ShopSuite {

    @Test
    void aWholeBackupHasNoTroubles() {
        Verification verification = verify(made("2026-01-01"));
        assertThat(verification.troubles()).isEmpty();
        assertThat(verification.unread()).isEmpty();
    }

    @Test
    void withoutAProgramTheFilesAreStillLookedAtAndTheProgramIsLookedForOnce() {
        Backup backup = made("2026-01-01");
        int major = backup.manifest().tool().major().orElseThrow();
        var asked = new AtomicInteger();
        var clients = new ClientSearch(
                Optional.of(new ClientSource.Search(List.of(), server -> {
                    asked.incrementAndGet();
                    return "localhost/no-such-image:" + server;
                })),
                Progress.SILENT);
        for (int time = 0; time < 2; time++) {
            Verification verification = new Backups().verify(backup, clients, Optional.empty());
            assertThat(verification.good()).isTrue();
            assertThat(verification.unread().orElseThrow())
                    .startsWith("reading it needs pg_restore " + major + " or later: none is installed, and ");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTruncatedFileIsFoundByItsLengthAlready() throws IOException {
        Backup backup = made("2026-01-01");
        Path largest = largest(backup);
        try (FileChannel channel = FileChannel.open(largest, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertThat(states()).containsExactly(State.DAMAGED);
        assertThat(verify(backup).troubles())
                .singleElement()
                .asString()
                .contains(largest.getFileName().toString(), "bytes");
    }

    @Test
    void aChangedByteIsFoundByItsChecksum() throws IOException {
        Backup backup = made("2026-01-01");
        Path largest = largest(backup);
        byte[] bytes = Files.readAllBytes(largest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(largest, bytes);
        assertThat(verify(backup).troubles()).singleElement().asString().contains("SHA-256");
    }

    @Test
    void missingAndAdditionalFilesAreFound() throws IOException {
        Backup backup = made("2026-01-01");
        Files.delete(largest(backup));
        Files.writeString(backup.folder().resolve("dump/extra"), "");
        assertThat(verify(backup).troubles())
                .hasSize(2)
                .anyMatch(line -> line.contains("is missing"))
                .anyMatch(line -> line.contains("dump/extra is no part"));
    }

    @Test
    void aTableOfContentsThatPgRestoreCannotReadIsFound() throws IOException {
        Backup backup = made("2026-01-01");
        Files.writeString(backup.folder().resolve("dump/toc.dat"), "no contents");
        Manifest manifest = backup.manifest();
        Backup same = new Backup(
                backup.folder(),
                new Manifest(
                        manifest.format(),
                        manifest.method(),
                        manifest.database(),
                        manifest.server(),
                        manifest.serverVersion(),
                        manifest.migrationVersion(),
                        manifest.run(),
                        manifest.started(),
                        manifest.finished(),
                        manifest.tool(),
                        manifest.encrypted(),
                        manifest.bytes(),
                        Checksums.of(backup.folder()),
                        manifest.walPosition(),
                        manifest.tables(),
                        manifest.copy(),
                        manifest.restoreCommand()));
        assertThat(verify(same).troubles()).singleElement().asString().contains("pg_restore cannot read it: ");
    }

    @Test
    void aFolderWithoutAManifestIsNoBackupAndABrokenOneIsDamaged() throws IOException {
        Backup backup = made("2026-01-01");
        Files.writeString(backup.folder().resolve(Manifest.FILE), "{\"format\": 1, ");
        assertThat(states()).containsExactly(State.DAMAGED);
        assertThatThrownBy(() -> new Backups().open(backup.folder()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("manifest.json");
        Files.delete(backup.folder().resolve(Manifest.FILE));
        assertThat(states()).containsExactly(State.UNFINISHED);
    }

    @Test
    void aManifestOfALaterVersionIsRefusedAndFieldsThatItAddsAreNot() throws IOException {
        Backup backup = made("2026-01-01");
        Path file = backup.folder().resolve(Manifest.FILE);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\\{", "{\"weather\" : \"fine\","));
        assertThat(new Backups().open(backup.folder())).isEqualTo(backup);
        Files.writeString(file, text.replaceFirst("\"format\" : 1", "\"format\" : 2"));
        assertThatThrownBy(() -> new Backups().open(backup.folder())).isInstanceOf(RefusalException.class);
    }

    @Test
    void theNewestGoodOneAndThoseThatAreNeededStay() throws IOException {
        Backup needed = made("2026-01-01");
        Backup old = made("2026-01-02");
        Backup newest = made("2026-01-03");
        Backup damaged = made("2026-01-04");
        Files.delete(largest(damaged));
        Retention retention = new Retention(30, Set.of(needed.manifest().run()));

        assertThat(prune("2026-01-31", retention)).isEmpty();
        assertThat(prune("2027-01-01", retention)).containsExactly(old.folder());
        assertThat(old.folder()).doesNotExist();
        assertThat(new Backups().list(dir, Optional.empty()))
                .extracting(BackupEntry::folder)
                .containsExactly(damaged.folder(), newest.folder(), needed.folder());
    }

    @Test
    void anotherServersDatabaseOfTheSameNameIsAnother() throws IOException {
        Backup production = made("2026-01-01");
        Path manifest = production.folder().resolve(Manifest.FILE);
        String server = "\"" + shop.database.settings().server() + "\"";
        Files.writeString(manifest, Files.readString(manifest).replace(server, "\"production:5432\""));
        made("2026-01-02");
        assertThat(prune("2027-01-01", new Retention(30, Set.of()))).isEmpty();
        assertThat(production.folder()).exists();
    }

    @Test
    void aFolderThatNoRunHasMadeIsLeftAlone() throws IOException {
        Path foreign = BackupFolder.of(dir, shop.database.name()).resolve("my notes");
        Files.createDirectories(foreign);
        Files.writeString(foreign.resolve(BackupFolder.UNFINISHED), "to do");
        assertThat(made("2026-01-01").folder()).exists();
        assertThat(foreign.resolve(BackupFolder.UNFINISHED)).hasContent("to do");
    }

    @Test
    void aCopyIsDroppedWithItsFolderAndOnlyByOurComment() {
        Backup copy = template("2026-01-01");
        Backup taken = template("2026-01-02");
        made("2026-01-03");
        String ofTaken = Quoted.name(taken.manifest().copy().orElseThrow());
        shop.maintenance().execute("COMMENT ON DATABASE " + ofTaken + " IS 'now mine'");
        try {
            assertThat(prune("2027-01-01", new Retention(30, Set.of()))).hasSize(2);
            assertThat(shop.maintenance()
                            .query("SELECT datname FROM pg_database WHERE datname IN ('"
                                    + copy.manifest().copy().orElseThrow() + "', '"
                                    + taken.manifest().copy().orElseThrow() + "')"))
                    .containsExactly(taken.manifest().copy().orElseThrow());
        } finally {
            shop.maintenance().execute("DROP DATABASE " + ofTaken);
        }
    }

    @Test
    void aCopyThatIsGoneIsNoBackupAndNotTheNewestGoodOne() {
        Backup dump = made("2026-01-01");
        Backup copy = template("2026-01-02");
        String name = copy.manifest().copy().orElseThrow();
        assertThat(copy.manifest().bytes()).as("the database's size").isGreaterThan(1_000_000);
        assertThat(listed()).extracting(BackupEntry::state).containsOnly(State.GOOD);

        shop.maintenance().execute("DROP DATABASE " + Quoted.name(name));
        assertThat(listed()).extracting(BackupEntry::state).containsExactly(State.DAMAGED, State.GOOD);
        assertThat(listed().get(0).why().orElseThrow()).contains(name, "is no longer at");
        assertThat(prune("2027-01-01", new Retention(30, Set.of()))).isEmpty();
        assertThat(dump.folder()).exists();
    }

    @Test
    void whetherACopyIsThereOnlyItsServerKnows() {
        Backup copy = template("2026-01-01");
        try {
            BackupEntry entry = new Backups().list(dir, Optional.empty()).get(0);
            assertThat(entry.unseen(Optional.empty()).orElseThrow()).contains("which was not asked", "-Ddb.url");
            assertThat(entry.unseen(Optional.of(shop.database.settings()))).isEmpty();
        } finally {
            shop.maintenance()
                    .execute("DROP DATABASE "
                            + Quoted.name(copy.manifest().copy().orElseThrow()));
        }
    }

    private List<BackupEntry> listed() {
        return new Backups().list(dir, Optional.empty(), shop.database.settings(), RunId.random(), Progress.SILENT);
    }

    @Test
    void foldersCannotBeLeftByADatabasesName() {
        assertThat(BackupFolder.of(dir, "../../etc")).isEqualTo(dir.resolve("%2e.%2f..%2fetc"));
        assertThat(BackupFolder.of(dir, "é x")).isEqualTo(dir.resolve("%c3%a9%20x"));
    }

    private Backup made(String day) {
        return at(day).make(shop.request(dir));
    }

    private Backup template(String day) {
        BackupRequest request = shop.request(dir);
        return at(day).make(new BackupRequest(
                request.settings(),
                BackupMethod.TEMPLATE,
                dir,
                Optional.empty(),
                Optional.empty(),
                request.run(),
                Optional.empty(),
                Optional.empty(),
                Progress.SILENT));
    }

    private static Backups at(String day) {
        return new Backups(Clock.fixed(Instant.parse(day + "T00:00:00Z"), ZoneOffset.UTC));
    }

    private List<Path> prune(String day, Retention retention) {
        return at(day).prune(
                        dir,
                        shop.database.settings(),
                        shop.database.name(),
                        retention,
                        RunId.random(),
                        Progress.SILENT);
    }

    private Verification verify(Backup backup) {
        return new Backups().verify(backup, new ClientSearch(shop.source(), Progress.SILENT), Optional.empty());
    }

    private List<State> states() {
        return new Backups()
                .list(dir, Optional.of(shop.database.name())).stream()
                        .map(BackupEntry::state)
                        .toList();
    }

    private static Path largest(Backup backup) {
        return backup.manifest().files().stream()
                .filter(file -> file.path().endsWith(".dat.gz"))
                .max(java.util.Comparator.comparingLong(Manifest.BackupFile::bytes))
                .map(file -> backup.folder().resolve(file.path()))
                .orElseThrow();
    }
}
