package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.belay.testing.CommittingWriter;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn db:upgrade} with all that belongs to it, a maintenance window and a page to look at included, killed by
 * SIGKILL behind each of its steps and in between, while somebody writes: the next one finishes it, and nothing is lost
 * or left. {@code -Dbelay.kills=100} says how often.
 */
@ExtendWith({MavenExtension.class, PostgresExtension.class})
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvn is a batch file there, and what is killed is not Maven")
class KilledMavenTest {

    private static final int KILLS = Integer.getInteger("belay.kills", 2);

    /** What the console says at the beginning, at the end of each step, and behind a script. */
    private static final List<String> EDGES = List.of(
            "(1 of 4)",
            "   apply   ",
            "· staging · run",
            "   preflight   ",
            "   check   ",
            "   backup   ",
            "   rehearsal   ",
            "(3 of 4)",
            "   validate   ");

    private final Random random = new Random(Long.getLong("belay.kills.seed", 4711));

    @TempDir
    private Path folder;

    private HttpServer health;

    @BeforeEach
    void answer() throws IOException {
        health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        health.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        health.start();
    }

    @AfterEach
    void stop() {
        health.stop(0);
    }

    @Test
    void killed(TestMaven maven, TestServers servers) throws Exception {
        int major = PostgresClient.find().flatMap(PostgresClient::newestServer).orElse(0);
        assumeTrue(major > 0, "pg_dump is not installed");
        Scenario project = maven.scenario("killed", Map.of());
        for (int i = 0; i < KILLS; i++) {
            round(maven, project, servers.newDatabase(major), i);
        }
    }

    private void round(TestMaven maven, Scenario project, TestDatabase database, int number) throws Exception {
        var upgrade = new KilledMaven(maven, project, database, health.getAddress(), folder);
        assertThat(upgrade.run("-Ddb.target=1")).as(upgrade.log()).isZero();
        try (var writer = new CommittingWriter(database, 1)) {
            writer.awaitRows(1);
            // at once behind each step first, then somewhere in between
            int millis = number < EDGES.size() ? 0 : random.nextInt(1_500);
            assertThat(upgrade.killed(EDGES.get(number % EDGES.size()), millis))
                    .as(upgrade.log())
                    .isTrue();
            assertThat(upgrade.run()).as(upgrade.log()).isZero();
            writer.close();
            assertThat(writer.lost()).as("rows that were acknowledged").isEmpty();
        }
        assertThat(database.query("SELECT version, success FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("1|t", "2|t", "3|t", "4|t", "5|t");
        assertThat(database.query("SELECT (SELECT count(mail) FROM customer), (SELECT count(*) FROM address)"))
                .containsExactly("20000|20000");
        upgrade.requireNothingLeft();
    }
}
