package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackupRoundTripTest extends ShopSuite {

    @Test
    void aRestoredDatabaseHoldsWhatTheOriginalHeld() {
        Backup backup = new Backups().make(shop.request(dir));
        Restored restored = Restore.into(backup, shop.maintenance().settings(), shop.beside("_side"), shop.options());

        TestDatabase side = shop.named(shop.database.name() + "_side");
        assertThat(shop.client.dump(side)).isEqualTo(shop.client.dump(shop.database));
        assertThat(restored.tables().tables())
                .filteredOn(table -> table.table().equals("orders"))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.inserted()).isEqualTo(1000);
                    assertThat(table.rows()).isEqualTo(1000);
                });
        assertThat(side.query("SELECT nextval('app.numbers'), convert_from(lo_get(4242), 'UTF8')"))
                .containsExactly("4712|a large object");
        assertThat(side.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                        + " WHERE datname = current_database()"))
                .singleElement()
                .satisfies(comment -> assertThat(DatabaseComment.run(comment)).isPresent());
    }

    @Test
    void theManifestSaysWhatIsInIt() throws IOException {
        BackupRequest request = shop.request(dir);
        Backup backup = new Backups().make(request);

        assertThat(backup.folder().getParent()).isEqualTo(dir.resolve(shop.database.name()));
        assertThat(backup.folder().getFileName().toString()).matches("40-\\d{8}T\\d{6}Z-" + request.run());
        Manifest manifest = ManifestFile.read(backup.folder());
        assertThat(manifest).isEqualTo(backup.manifest());
        assertThat(manifest.method()).isEqualTo(BackupMethod.PG_DUMP);
        assertThat(manifest.database()).isEqualTo(shop.database.name());
        assertThat(manifest.migrationVersion()).contains("40");
        assertThat(manifest.run()).isEqualTo(request.run());
        assertThat(manifest.tool().version()).isPresent();
        assertThat(manifest.walPosition()).isPresent();
        assertThat(manifest.bytes())
                .isEqualTo(manifest.files().stream()
                        .mapToLong(Manifest.BackupFile::bytes)
                        .sum())
                .isPositive();
        assertThat(manifest.files())
                .extracting(Manifest.BackupFile::path)
                .contains("cluster.json", "database.sql", "dump/toc.dat");
        assertThat(manifest.tables().tables())
                .extracting(TableCounters.Table::name)
                .contains("app.orders", "pg_catalog.pg_largeobject");
        assertThat(Files.exists(backup.folder().resolve(BackupFolder.UNFINISHED)))
                .isFalse();
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        Backup backup = new Backups().make(shop.request(dir.resolve("new/place")));
        Set<String> permissions = new TreeSet<>();
        try (Stream<Path> paths = Files.walk(dir.resolve("new"))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                permissions.add((Files.isDirectory(path) ? "folder " : "file ")
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        assertThat(permissions).containsExactly("file rw-------", "folder rwx------");
        assertThat(backup.folder()).isDirectory();
    }

    @Test
    void whatADumpLeavesOutIsRecordedAndCanBePutOnAnotherDatabase() throws Exception {
        Backup backup = new Backups().make(shop.request(dir));
        ClusterFacts facts = new Backups().facts(backup, Optional.empty());
        assertThat(facts.owner()).isEqualTo(shop.owner);
        assertThat(facts.roles()).extracting(ClusterFacts.Role::name).contains(shop.owner, shop.reader);
        assertThat(facts.roles())
                .filteredOn(role -> role.name().equals(shop.reader))
                .singleElement()
                .isEqualTo(new ClusterFacts.Role(
                        shop.reader, "CREATEDB LOGIN CONNECTION LIMIT 7", java.util.List.of(shop.owner)));

        String other = shop.beside("_other");
        shop.maintenance().execute("CREATE DATABASE " + other + " TEMPLATE template0");
        try (Connection connection = shop.named(other).connect()) {
            for (String statement : ClusterSql.statements(facts, other)) {
                Rows.execute(connection, statement);
            }
            ClusterFacts now = ClusterFactsReader.read(connection);
            assertThat(now)
                    .usingRecursiveComparison()
                    .ignoringFields("name", "roles")
                    .isEqualTo(facts);
        }
    }

    @Test
    void theCountersAreThoseBeforeTheSnapshot() throws Exception {
        Backup backup = new Backups().make(shop.request(dir));
        try (Connection connection = shop.database.connect()) {
            TableCounters now = TableCounters.read(connection);
            assertThat(backup.manifest().tables())
                    .usingRecursiveComparison()
                    .ignoringFields("transactions")
                    .isEqualTo(now);
            assertThat(WritesSince.between(backup.manifest().tables(), now).none())
                    .isTrue();
        }
    }
}
