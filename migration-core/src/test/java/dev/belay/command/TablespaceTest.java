package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database whose own tablespace is not the server's, with a table and an index in a third, which no scratch server has. */
@Tag("integration")
@Timeout(600)
class TablespaceTest {

    private static final String PLACES = "SELECT c.relname, t.spcname FROM pg_class c LEFT JOIN pg_tablespace t"
            + " ON t.oid = c.reltablespace WHERE c.relname IN ('customer', 'by_name', 'customer_pkey') ORDER BY 1";

    private static final String HOME = "SELECT spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace"
            + " WHERE datname = current_database()";

    @TempDir
    private Path scripts;

    @TempDir
    private Path backups;

    private EmbeddedPostgres own;
    private Scenario scenario;
    private AskedSafeguards asked;

    @BeforeEach
    void open() throws SQLException {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "pg_dump is not installed");
        int major = Math.min(client.get().major(), 18);
        assumeTrue(major >= 15, "tablespaces beside the data come with PostgreSQL 15");
        own = EmbeddedPostgres.start(TestBinaries.throwaway(major));
        var server = new OwnServer(own, major);
        TestDatabase maintenance = server.named("postgres");
        scenario = new Scenario(server, scripts);
        try (Connection connection = maintenance.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET allow_in_place_tablespaces = on");
            statement.execute("CREATE TABLESPACE \"a fast one\" LOCATION ''");
            statement.execute("CREATE TABLESPACE home LOCATION ''");
            statement.execute("GRANT CREATE ON TABLESPACE \"a fast one\", home TO " + scenario.owner());
        }
        scenario.customers().upgrade();
        maintenance.execute("ALTER DATABASE " + scenario.database().name() + " SET TABLESPACE home");
        scenario.execute("ALTER TABLE customer SET TABLESPACE \"a fast one\";"
                + " ALTER INDEX customer_pkey SET TABLESPACE \"a fast one\";"
                + " CREATE INDEX by_name ON customer (name) TABLESPACE \"a fast one\"");
        scenario.mayRestore();
        scenario.mail();
        asked = AskedSafeguards.withDump(scenario, backups);
        asked.check = false;
    }

    @AfterEach
    void close() {
        if (own != null) {
            own.close();
        }
    }

    private void requirePlaces() {
        assertThat(scenario.query(PLACES))
                .containsExactly("by_name|a fast one", "customer|a fast one", "customer_pkey|a fast one");
        assertThat(scenario.query(HOME)).containsExactly("home");
    }

    /** The change of a table whose place the copy does not have is the rehearsed one all the same. */
    @Test
    void whatTheScratchServerLacksIsNoDifference() {
        scenario.script("V3__fill.sql", "ALTER TABLE customer SET (fillfactor = 70);")
                .script("U3__fill.sql", "ALTER TABLE customer RESET (fillfactor);");
        assertThat(asked.upgrade().versionAfter()).contains("3");
        requirePlaces();
    }

    @Test
    void theCopyOnTheSameServerIsInTheSamePlaces() {
        asked.check = true;
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        scenario.script(
                "V3__look.sql",
                "DO $$ BEGIN IF EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'a fast one')"
                        + " AND (SELECT count(*) FROM pg_class c JOIN pg_tablespace t ON t.oid = c.reltablespace"
                        + " WHERE spcname = 'a fast one' AND c.relname NOT LIKE 'pg\\_toast%') <> 3 THEN RAISE 'it is elsewhere'; END IF; END $$;");
        assertThat(asked.upgrade().versionAfter()).contains("3");
    }

    @Test
    void aWayBackByRestoreBringsThemBackToTheirPlaces() {
        takenBack();
    }

    @Test
    void soDoesOneByACopyOfTheServers() {
        asked.method = BackupMethod.TEMPLATE;
        asked.rehearsal = Optional.empty();
        takenBack();
    }

    /** As on another server, which has not the same ones. */
    @Test
    void withoutThemARestoreIsInOnePlaceAndSaysSo() {
        Path backup = MakeBackup.run(new MakeBackup.Request(
                        scenario.request(), asked.get().backup().orElseThrow()))
                .folder();
        scenario.superuser().execute("REVOKE CREATE ON TABLESPACE \"a fast one\", home FROM " + scenario.owner());
        RestoreBackup.run(SafeUpgradeChild.restore(scenario.request(), backup));
        assertThat(scenario.query(PLACES)).containsExactly("by_name|", "customer|", "customer_pkey|");
        assertThat(scenario.query(HOME)).containsExactly("pg_default");
        assertThat(scenario.told().warnings())
                .contains(
                        "the tablespace \"a fast one\" is not there, or not for this role: all tables and indexes of the"
                                + " restored database are in its own one",
                        "it is in another tablespace: table public.customer is another")
                .anyMatch(line -> line.startsWith("the tablespace home is not there, or not for this role"));
    }

    private void takenBack() {
        scenario.script("V3__gate.sql", AskedSafeguards.GATE).delete("U2__mail.sql");
        assertThat(DatabaseSuite.refused(asked::upgrade).state().orElseThrow())
                .contains("was restored from the backup and is at version 1");
        requirePlaces();
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
    }
}
