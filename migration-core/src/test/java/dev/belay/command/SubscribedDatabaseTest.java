package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.Progress;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.ServerKind;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that subscribes to another goes on doing so while its copy is rehearsed on, and behind an upgrade. */
@Timeout(600)
class SubscribedDatabaseTest {

    @TempDir
    Path scripts;

    @TempDir
    Path backups;

    private static EmbeddedRequest request(int major) {
        return new EmbeddedRequest(
                major,
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept("subscribed", Duration.ofSeconds(60)),
                Progress.SILENT);
    }

    @Test
    void theSlotOfALiveSubscriptionSurvivesTheRehearsal() {
        int client = PostgresClient.find().map(PostgresClient::major).orElse(0);
        assumeTrue(client >= 14, "pg_dump is not installed");
        int major = Math.min(client, 18);
        try (EmbeddedPostgres first = EmbeddedPostgres.start(request(major))) {
            // takes effect with the next start
            new TestDatabase("postgres", major, first.connection("postgres"))
                    .execute("ALTER SYSTEM SET wal_level = logical");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(request(major))) {
            var own = new OwnServer(server, major);
            TestDatabase publisher = own.newDatabase();
            try (var subscriber = new Scenario(own, scripts)) {
                subscribed(subscriber, publisher);
            } finally {
                own.drop(publisher);
            }
        }
    }

    private void subscribed(Scenario subscriber, TestDatabase publisher) {
        String slot = "slot_of_" + publisher.name();
        publisher.execute("CREATE TABLE news (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE news");
        publisher.query("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        subscriber
                .script("V1__news.sql", "CREATE TABLE news (id int PRIMARY KEY);")
                .script("U1__news.sql", "DROP TABLE news;");
        subscriber.upgrade();
        subscriber
                .superuser()
                .execute("CREATE SUBSCRIPTION feed CONNECTION '" + conninfo(publisher)
                        + "' PUBLICATION p WITH (create_slot = false, slot_name = '" + slot + "', copy_data = false)");
        try {
            arrives(subscriber, publisher, 1);
            subscriber
                    .script("V2__read.sql", "ALTER TABLE news ADD COLUMN read boolean;")
                    .script("U2__read.sql", "ALTER TABLE news DROP COLUMN read;");
            var asked = new AskedSafeguards(subscriber, backups);
            asked.check = false;
            UpgradeOutcome outcome = subscriber.discreet(() -> Upgrade.run(
                    new Upgrade.Request(asSuperuser(subscriber), Targets.up(Optional.of("latest")), asked.get())));
            assertThat(outcome.versionAfter()).contains("2");
            assertThat(outcome.rehearsal().orElseThrow().withData()).isTrue();
            assertThat(publisher.query("SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'"))
                    .containsExactly("t");
            arrives(subscriber, publisher, 2);
        } finally {
            subscriber.superuser().execute("ALTER SUBSCRIPTION feed DISABLE");
            subscriber.superuser().execute("ALTER SUBSCRIPTION feed SET (slot_name = NONE)");
            subscriber.superuser().execute("DROP SUBSCRIPTION feed");
            publisher.query("SELECT pg_drop_replication_slot('" + slot + "')");
        }
    }

    /** Only a superuser's dump has the subscription in it. */
    private static DatabaseRequest asSuperuser(Scenario scenario) {
        DatabaseRequest request = scenario.request();
        return new DatabaseRequest(
                request.project(),
                scenario.superuser().settings(),
                request.embedded(),
                request.environment(),
                request.progress());
    }

    private static String conninfo(TestDatabase database) {
        String[] server = database.settings().server().split(":");
        return "host=" + server[0] + " port=" + server[1] + " dbname=" + database.name() + " user="
                + database.settings().user().orElseThrow() + " password="
                + database.settings().password().orElseThrow().reveal();
    }

    private static void arrives(Scenario subscriber, TestDatabase publisher, int id) {
        publisher.execute("INSERT INTO news VALUES (" + id + ")");
        subscriber.superuser().execute(Waiting.until("EXISTS (SELECT FROM news WHERE id = " + id + ")"));
    }
}
