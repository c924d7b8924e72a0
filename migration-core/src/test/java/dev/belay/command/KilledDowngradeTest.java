package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A safeguarded downgrade that is killed: the next run says so, finishes it or goes up again, and nothing is left. */
@Timeout(600)
class KilledDowngradeTest extends KilledSuite {

    private Scenario scenario;

    @BeforeEach
    void prepare() {
        scenario = new Scenario(new OneServer(servers, major), folder);
        scenario.customers()
                .script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;")
                .table("3", "phone")
                .script("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT id, name FROM customer;");
        scenario.upgrade("1");
        scenario.script("R__names.sql", "DROP VIEW IF EXISTS names; CREATE VIEW names AS SELECT name FROM customer;")
                .script("U3__create_phone.sql", "DROP TABLE phone; DROP VIEW names;");
        scenario.upgrade();
    }

    @AfterEach
    void close() {
        if (scenario != null) {
            scenario.close();
        }
    }

    private void killedAt(String line) throws Exception {
        Kill.at(line, 0).strike(SafeUpgradeChild.startDown(scenario, backups, "1", line));
    }

    private DowngradeOutcome downgrade(String target) {
        return scenario.discreet(() -> Downgrade.run(new Downgrade.Request(
                scenario.request(),
                Targets.down(Optional.of(target)),
                SafeUpgradeChild.safeguards(backups, WayOut.STOP))));
    }

    private void requireNothingLeft() {
        assertThat(scenario.beside()).isEmpty();
        assertThat(scenario.query("TABLE belay.step")).isEmpty();
    }

    private void requireVersion1() {
        assertThat(scenario.current().version()).contains("1");
        assertThat(
                        scenario.query(
                                "SELECT attrelid::regclass, attname FROM pg_attribute WHERE attrelid IN"
                                        + " ('customer'::regclass, 'names'::regclass) AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2"))
                .containsExactly("customer|id", "customer|name", "names|id", "names|name");
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
        requireNothingLeft();
    }

    @Test
    void betweenItsScriptsIsFinishedByTheNext() throws Exception {
        killedAt("script U2__mail.sql");
        downgrade("1");
        assertThat(scenario.told().infos())
                .anyMatch(line -> line.contains("(downgrade, begun") && line.contains("apply"));
        requireVersion1();
    }

    @Test
    void beforeItsRepeatableScriptIsPutBackThatIsNotForgotten() throws Exception {
        killedAt("script R__names.sql");
        // all versions are taken back: only the repeatable script is not
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.versionAfter()).contains("1");
        requireVersion1();
    }

    @Test
    void duringTheRehearsalHasChangedNothing() throws Exception {
        killedAt("step backup");
        assertThat(scenario.current().version()).contains("3");
        downgrade("1");
        requireVersion1();
    }

    @Test
    void beforeItsValidationIsValidatedByTheNext() {
        downgrade("1");
        RunId dead = RunId.random();
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by) SELECT '" + dead
                + "', 'downgrade', history, 'somebody' FROM belay.run LIMIT 1");
        scenario.execute("INSERT INTO belay.run_step (run, ordinal, step, finished_at) VALUES ('" + dead
                + "', 1, 'apply', now())");
        assertThat(downgrade("1").steps()).extracting(StepReport::step).containsExactly(StepReport.Step.VALIDATE);
        assertThat(downgrade("1").steps()).isEmpty();
        requireVersion1();
    }

    @Test
    void theNextUpgradeClimbsAgain() throws Exception {
        killedAt("script U2__mail.sql");
        assertThat(scenario.upgrade().versionAfter()).contains("3");
        assertThat(scenario.told().infos())
                .anyMatch(line -> line.contains("(downgrade, begun") && line.contains("apply"));
        assertThat(scenario.query("SELECT to_regclass('phone'), to_regclass('names')"))
                .containsExactly("phone|names");
        requireNothingLeft();
    }

    @Test
    void aNumberOfStepsIsNotCountedFromWhereItStopped() throws Exception {
        killedAt("script U2__mail.sql");
        var problem = DatabaseSuite.refused(() -> downgrade("-2"));
        assertThat(problem.what()).contains("counted from where that run has stopped");
        assertThat(problem.state().orElseThrow()).endsWith("is at version 2.");
        assertThat(scenario.current().version()).contains("2");
        downgrade("1");
        requireVersion1();
    }
}
