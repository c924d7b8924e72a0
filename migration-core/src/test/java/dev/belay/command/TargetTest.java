package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far an upgrade or downgrade is asked to go. */
class TargetTest extends DatabaseSuite {

    @BeforeEach
    void scripts() {
        scenario.table("1", "one").table("1.5", "half").table("2.0", "two").table("10", "ten");
        scenario.script("R__r.sql", "CREATE OR REPLACE VIEW r AS SELECT 1 AS n;");
    }

    @Test
    void anUpgradeGoesToAVersionAndThenByStepsAndThenToTheLatest() {
        assertThat(scenario.upgrade("1").versionAfter()).contains("1");
        assertThat(scenario.upgrade("1").applied()).isEmpty();
        assertThat(scenario.upgrade("+2").versionAfter()).contains("2.0");
        assertThat(scenario.upgrade("latest").versionAfter()).contains("10");
        assertThat(scenario.upgrade("10.0").applied()).isEmpty();
    }

    @Test
    void aVersionMayBeWrittenWithMoreOrFewerZeros() {
        assertThat(scenario.upgrade("2").versionAfter()).contains("2.0");
        assertThat(scenario.downgrade("1.0").versionAfter()).contains("1");
    }

    @Test
    void aTargetBelowTheCurrentVersionIsRefusedAndTheWayDownNamed() {
        scenario.upgrade();
        List<String> before = scenario.everything();

        var problem = refused(() -> scenario.upgrade("1.5"));

        assertThat(problem.what()).contains("1.5").contains("10");
        assertThat(problem.next()).contains("mvn db:downgrade -Ddb.target=1.5");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void aVersionWithoutAScriptIsRefused() {
        List<String> before = scenario.everything();

        var problem = refused(() -> scenario.upgrade("3"));

        assertThat(problem.what()).contains("no version 3");
        assertThat(problem.next()).contains("1, 1.5, 2.0, 10");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void aVersionWithoutAScriptWhereNothingIsPendingIsToldWhereTheDatabaseIs() {
        scenario.upgrade();

        var problem = refused(() -> scenario.upgrade("99"));

        assertThat(problem.what()).contains("no version 99");
        assertThat(problem.next()).startsWith("nothing is pending: the database is at version 10");
    }

    @Test
    void moreStepsThanArePendingAreRefused() {
        scenario.upgrade("2");
        List<String> before = scenario.everything();

        assertThat(refused(() -> scenario.upgrade("+2")).what()).contains("+2").contains("1");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void aDowngradeToWhatIsNotAppliedIsRefused() {
        scenario.upgrade("1.5");
        List<String> before = scenario.everything();

        assertThat(refused(() -> scenario.downgrade("2")).what()).contains("version 2 is not applied");
        assertThat(refused(() -> scenario.downgrade("7")).what()).contains("version 7 is not applied");
        assertThat(refused(() -> scenario.downgrade("-3")).what())
                .contains("-3")
                .contains("2");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void whatWasTakenBackIsNoTarget() {
        scenario.upgrade();
        scenario.downgrade("1");

        assertThat(refused(() -> scenario.downgrade("2")).what()).contains("not applied");
        assertThat(scenario.upgrade("2").versionAfter()).contains("2.0");
    }

    @Test
    void anEmptyDatabaseHasNothingToTakeBack() {
        List<String> before = scenario.everything();

        assertThat(refused(() -> scenario.downgrade("-1")).what())
                .contains("-1")
                .contains("0");
        assertThat(refused(() -> scenario.downgrade("1")).what()).contains("none");
        assertThat(scenario.downgrade("base").undone()).isEmpty();
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void lookingChangesNothing() {
        List<String> before = scenario.everything();

        assertThat(scenario.current().version()).isEmpty();
        assertThat(scenario.current().lastRun()).isEmpty();
        assertThat(scenario.states())
                .containsExactly("1 pending", "1.5 pending", "2.0 pending", "10 pending", "r pending");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void repeatablesRunWhateverTheTarget() {
        assertThat(scenario.upgrade("1").applied())
                .extracting("script")
                .containsExactly("V1__create_one.sql", "R__r.sql");
        assertThat(scenario.upgrade("+1").applied()).extracting("script").containsExactly("V1.5__create_half.sql");
    }
}
