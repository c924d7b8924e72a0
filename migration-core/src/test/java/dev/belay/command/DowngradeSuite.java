package dev.belay.command;

import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Environment;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A downgrade from version 3 with all safeguards. */
abstract class DowngradeSuite extends SafeguardedSuite {

    Environment environment = Environment.DEVELOPMENT;

    @BeforeEach
    void prepare() {
        scenario.customers().mail().table("3", "phone");
        scenario.upgrade();
    }

    DowngradeOutcome downgrade(String target) {
        DatabaseRequest database = scenario.request();
        return scenario.discreet(() -> Downgrade.run(new Downgrade.Request(
                new DatabaseRequest(database.project(), database.connection(), false, environment, database.progress()),
                Targets.down(Optional.of(target)),
                asked.get())));
    }

    static DataLoss loss(DowngradeOutcome outcome) {
        return outcome.loss().orElseThrow();
    }
}
