package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A safeguarded upgrade that is killed, at every step and in between, while somebody else writes: the next one finishes
 * it, and nothing is lost or left.
 */
class KilledUpgradeTest extends KilledSuite {

    /** What the child says at the edges of its steps, and inside of the scripts. */
    private static final List<String> EDGES = List.of(
            "step backup",
            "statement V4__indexes.sql 1",
            "step preflight",
            "step rehearsal",
            "script V2__mail.sql",
            "statement V2__mail.sql 2",
            "done V3__address.sql 2",
            "script V4__indexes.sql",
            "done V4__indexes.sql 1",
            "statement V4__indexes.sql 2",
            "done V4__indexes.sql 2",
            "script V5__flag.sql",
            "statement V6__more.sql 1",
            "step apply",
            "step validate",
            "step report");

    /** This and the next come only where nobody writes. */
    private static final String KEEPS_OUT = "info keeping everybody out of";

    private static final String TAKES_PLACE = "info " + KilledUpgrades.RESTORED;

    private static final List<String> SWAP_EDGES = List.of(KEEPS_OUT, TAKES_PLACE, "step apply", "step way back");

    private KilledUpgrades upgrades;

    @BeforeEach
    void prepare() {
        upgrades = new KilledUpgrades(servers, major, folder, backups);
    }

    @AfterEach
    void close() {
        if (upgrades != null) {
            upgrades.close();
        }
    }

    @Test
    void isFinishedByTheNextOne() throws Exception {
        int rounds = KILLS == 0 ? 2 : KILLS * 6 / 10;
        for (int i = 0; i < rounds; i++) {
            String edge = EDGES.get(i % EDGES.size());
            upgrades.round("edge " + i, Kill.at(edge, i < EDGES.size() ? 0 : random.nextInt(120)), false);
        }
    }

    @Test
    void isFinishedByTheNextOneWheneverItHappens() throws Exception {
        int rounds = KILLS == 0 ? 1 : KILLS * 2 / 10;
        // one that is faster than usual has ended before, and is not killed
        for (int i = 0; upgrades.kills() < rounds; i++) {
            assertThat(i).as("rounds, " + upgrades.kills() + " killed").isLessThan(3 * rounds + 2);
            upgrades.round("time " + i, Kill.after(random.nextInt((int) upgrades.usualMillis())), false);
        }
    }

    @Test
    void onItsWayBackLeavesADatabaseThatEverybodyCanUse() throws Exception {
        upgrades.failingWithoutUndo();
        int rounds = KILLS == 0 ? 1 : KILLS * 2 / 10;
        for (int i = 0; i < rounds; i++) {
            String edge = SWAP_EDGES.get(i % SWAP_EDGES.size());
            // what somebody has written to is not even fenced: in half of the other rounds nobody does until the kill
            boolean quiet = edge.equals(KEEPS_OUT) || edge.equals(TAKES_PLACE) || i % 3 == 0;
            upgrades.round("swap " + i, Kill.at(edge, KILLS == 0 ? 0 : random.nextInt(150)), quiet);
        }
        assertThat(upgrades.rounds()).isEqualTo(rounds);
    }
}
