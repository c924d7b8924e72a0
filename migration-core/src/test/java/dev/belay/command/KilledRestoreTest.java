package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.command.KilledRestores.Next;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore by hand that is killed, at every step and in between: the next goal finds one live database, as it was or
 * restored, and takes away what was left. {@code -Dbelay.kills=100} says how often.
 */
@Tag("integration")
@ExtendWith(PostgresExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no watchdog on Windows")
class KilledRestoreTest {

    private static final int KILLS = Integer.getInteger("belay.kills", 0);

    /** What the child says at the edges of its steps, and inside of the swap. */
    private static final List<String> EDGES = List.of(
            "info keeping everybody out of",
            "step verify",
            "info " + KilledUpgrades.RESTORED,
            "detail pg_restore: creating TABLE",
            "step restore",
            "warn written since the backup",
            "step swap");

    private final TestServers servers;
    private final Random random = new Random(Long.getLong("belay.kills.seed", 4711));

    @TempDir
    private Path folder;

    @TempDir
    private Path backups;

    private KilledRestores restores;

    KilledRestoreTest(TestServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void prepare() {
        var client = PostgresClient.find();
        assumeTrue(client.isPresent(), "pg_dump is not installed");
        restores = new KilledRestores(servers, Math.min(client.get().major(), 18), folder, backups);
    }

    @AfterEach
    void close() {
        if (restores != null) {
            restores.close();
        }
    }

    private static Next next(int round) {
        return round % 2 == 0 ? Next.UPGRADE : Next.RESTORE;
    }

    @Test
    @Timeout(1800)
    void atAnEdgeLeavesOneLiveDatabaseAndNothingBesideIt() throws Exception {
        int rounds = KILLS == 0 ? EDGES.size() : KILLS * 7 / 10;
        for (int i = 0; i < rounds; i++) {
            String edge = EDGES.get(i % EDGES.size());
            int later = i < EDGES.size() ? 0 : random.nextInt(100);
            restores.round("edge " + i, Kill.at(edge, later), next(i / EDGES.size() + i), i % 3 == 0);
        }
        assertThat(restores.ends()).containsExactly("old", "restored");
    }

    @Test
    @Timeout(1800)
    void atAnyMomentLeavesOneLiveDatabaseAndNothingBesideIt() throws Exception {
        int usual = (int) restores.usualMillis();
        int rounds = KILLS == 0 ? 2 : KILLS * 3 / 10;
        // one that is faster than usual has ended before, and is not killed
        for (int i = 0; restores.kills() < rounds; i++) {
            assertThat(i).as("rounds, " + restores.kills() + " killed").isLessThan(3 * rounds + 2);
            restores.round("time " + i, Kill.after(random.nextInt(usual)), next(i), i % 3 == 0);
        }
        assertThat(restores.ends()).isNotEmpty();
    }
}
