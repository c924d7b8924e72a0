package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.KilledRestores.Next;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A restore by hand that is killed, at every step and in between: the next goal finds one live database, as it was or
 * restored, and takes away what was left.
 */
class KilledRestoreTest extends KilledSuite {

    /** What the child says at the edges of its steps, and inside of the swap. */
    private static final List<String> EDGES = List.of(
            "info keeping everybody out of",
            "step verify",
            "info " + KilledUpgrades.RESTORED,
            "detail pg_restore: creating TABLE",
            "step restore",
            "warn written since the backup",
            "step swap");

    private KilledRestores restores;

    @BeforeEach
    void prepare() {
        restores = new KilledRestores(servers, major, folder, backups);
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
