package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Backing;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.SmallDisk;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restore for which the server has no space left: the live database is as it was, and nothing else remains. */
@Tag("integration")
@Timeout(600)
class FullServerDiskTest {

    /** An empty database takes some 8 MB. */
    private static final int MEGABYTES = 26;

    @TempDir
    private Path scripts;

    @TempDir
    private Path backups;

    @TempDir
    private Path disks;

    @Test
    void aFullTablespaceIsNamedAndTheNewDatabaseIsDropped() throws IOException {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "pg_dump is not installed");
        int major = Math.min(client.get().major(), 18);
        try (EmbeddedPostgres own = EmbeddedPostgres.start(TestBinaries.throwaway(major))) {
            var server = new OwnServer(own, major);
            TestDatabase maintenance = server.named("postgres");
            Path data = Path.of(maintenance.query("SHOW data_directory").get(0));
            try (SmallDisk disk = SmallDisk.mount(disks.resolve("small"), MEGABYTES, data)) {
                maintenance.execute("CREATE TABLESPACE \"a small one\" LOCATION '" + disk.folder() + "'");
                try (Scenario scenario = new Scenario(server, scripts)) {
                    filled(scenario, maintenance);
                    Path backup = backup(scenario);
                    refused(scenario, backup, disk, maintenance);

                    // not even the empty one has room
                    Files.write(disk.folder().resolve("filler"), new byte[(int) free(disk) - (4 << 20)]);
                    refused(scenario, backup, disk, maintenance);
                }
                maintenance.execute("DROP TABLESPACE \"a small one\"");
            }
        }
    }

    private static void filled(Scenario scenario, TestDatabase maintenance) {
        scenario.script(
                "V1__much.sql",
                "CREATE TABLE much AS SELECT i AS id, md5(i::text) || md5((-i)::text) AS t"
                        + " FROM generate_series(1, 100000) i;");
        scenario.upgrade();
        scenario.superuser()
                .execute("ALTER ROLE " + scenario.owner() + " CREATEDB; GRANT pg_signal_backend TO " + scenario.owner()
                        + "; GRANT CREATE ON TABLESPACE \"a small one\" TO " + scenario.owner());
        maintenance.execute("ALTER DATABASE " + scenario.database().name() + " SET TABLESPACE \"a small one\"");
    }

    private Path backup(Scenario scenario) {
        var backing =
                new Backing(BackupMethod.PG_DUMP, backups, 30, Optional.empty(), Optional.empty(), Optional.empty());
        return MakeBackup.run(new MakeBackup.Request(scenario.request(), backing))
                .folder();
    }

    private static long free(SmallDisk disk) throws IOException {
        return Files.getFileStore(disk.folder()).getUsableSpace();
    }

    private static void refused(Scenario scenario, Path backup, SmallDisk disk, TestDatabase maintenance) {
        scenario.execute("UPDATE much SET t = 'since' WHERE id = 1");
        Problem problem = DatabaseSuite.problem(
                EnvironmentException.class,
                () -> RestoreBackup.run(SafeUpgradeChild.restore(scenario.request(), backup)));
        assertThat(problem.what())
                .contains("has no space left on the disk of the tablespace \"a small one\", " + disk.folder());
        assertThat(problem.details()).anyMatch(line -> line.contains("No space left on device"));
        assertThat(problem.state()).contains("No database that was there before has been changed.");
        assertThat(problem.next()).startsWith("free space there");
        assertThat(maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE '"
                        + scenario.database().name() + "%'"))
                .isEqualTo(List.of(scenario.database().name()));
        assertThat(scenario.query("SELECT count(*), min(t) FILTER (WHERE id = 1) FROM much"))
                .containsExactly("100000|since");
        assertThat(scenario.superuser()
                        .query("SELECT result FROM belay.run WHERE goal = 'restore' ORDER BY started_at DESC LIMIT 1"))
                .containsExactly("refused");
    }
}
