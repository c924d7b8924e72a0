package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunsOutcome;
import dev.belay.outcome.UpgradeOutcome;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several runs on one database, and runs whose process dies. */
class RunsTest extends DatabaseSuite {

    /** What the first run waits for, so that the test decides when it goes on. */
    private static final String GATE = "SELECT pg_advisory_xact_lock(1)";

    @Test
    void aSecondRunWaitsAndThenFindsNothingToDo() throws Exception {
        scenario.table("1", "one").script("V2__gate.sql", "CREATE TABLE two (); " + GATE + ";");
        try (Connection gate = closedGate()) {
            var first = startedRun();
            var second = new SecondRun();
            var outcome = concurrently(second::upgrade);
            second.waiting.await();

            gate.close();

            assertThat(first.get(2, TimeUnit.MINUTES).applied()).hasSize(2);
            assertThat(outcome.get(2, TimeUnit.MINUTES).applied()).isEmpty();
            assertThat(outcome.join().versionBefore()).contains("2");
            assertThat(second.told.infos())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("run " + first.join().run())
                    .contains("role " + scenario.owner())
                    .contains(scenario.database().name());
        }
    }

    @Test
    void aSecondRunGivesUpAfterItsTimeAndNamesTheHolder() throws Exception {
        scenario.script("V1__gate.sql", GATE + ";");
        try (Connection gate = closedGate()) {
            var first = startedRun();
            scenario.set("lockRetryCount", "1");

            var problem = refused(scenario::upgrade);

            assertThat(problem.details()).containsExactly("waited 1 s");
            assertThat(problem.what()).contains("run lock", "pid ", "role " + scenario.owner());
            assertThat(problem.next()).contains("pg_terminate_backend(");
            gate.close();
            assertThat(problem.what())
                    .contains(first.get(2, TimeUnit.MINUTES).run().value());
        }
        assertThat(scenario.upgrade().applied()).isEmpty();
    }

    @Test
    void aDowngradeWaitsForAnUpgrade() throws Exception {
        scenario.table("1", "one").script("V2__gate.sql", GATE + ";").script("U2__gate.sql", "SELECT 1;");
        try (Connection gate = closedGate()) {
            var first = startedRun();
            var second = new SecondRun();
            var outcome = concurrently(
                    () -> Downgrade.run(new Downgrade.Request(second.request(), Targets.down(Optional.of("-1")))));
            second.waiting.await();
            gate.close();

            assertThat(first.get(2, TimeUnit.MINUTES).versionAfter()).contains("2");
            assertThat(outcome.get(2, TimeUnit.MINUTES).versionAfter()).contains("1");
        }
    }

    @Test
    void lookingWaitsForNobody() throws Exception {
        scenario.table("1", "one").script("V2__gate.sql", GATE + ";");
        try (Connection gate = closedGate()) {
            var first = startedRun();

            assertThat(scenario.current().version()).contains("1");
            assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("running");
            assertThat(scenario.states()).containsExactly("1 applied", "2 pending");

            gate.close();
            first.get(2, TimeUnit.MINUTES);
        }
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("succeeded");
    }

    @Test
    void aKilledRunEndsOnTheServerWithinSecondsAndTheNextGoesOn() throws Exception {
        scenario.table("1", "one").script("V2__slow.sql", "CREATE TABLE two ();\nselect pg_sleep(600);\n");
        Process client = KilledClient.start(scenario);
        try (BufferedReader output = client.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch(line -> line.contains("pg_sleep")))
                    .isTrue();
            scenario.superuser().execute(Waiting.forSleeping("abs"));
        } finally {
            client.destroyForcibly().waitFor();
        }

        // long before its statement does: that looks for its client every two seconds, as SessionsTest has it
        scenario.superuser()
                .execute(Waiting.until("NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'belay%')"));

        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("interrupted");
        assertThat(scenario.query("SELECT to_regclass('two')")).containsExactly("");
        scenario.script("V2__slow.sql", "CREATE TABLE two ();\n");
        assertThat(scenario.upgrade().versionAfter()).contains("2");
        scenario.plain().validate();
    }

    @Test
    void whatAKilledRunLeftAtWorkIsWaitedForBeforeTheNextBegins() throws Exception {
        scenario.script("V1__slow.sql", "CREATE TABLE one ();\nselect pg_sleep(600);\n");
        Process client = KilledClient.start(scenario);
        try (BufferedReader output = client.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch(line -> line.contains("pg_sleep")))
                    .isTrue();
            scenario.superuser().execute(Waiting.forSleeping("abs"));
        } finally {
            client.destroyForcibly().waitFor();
        }
        scenario.script("V1__slow.sql", "CREATE TABLE one ();\n");

        assertThat(scenario.upgrade().versionAfter()).contains("1");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at")
                        .get(1))
                .isEqualTo("succeeded");
    }

    @Test
    void whatBecameOfARunIsRememberedWithItsStepAndWords() {
        scenario.table("1", "one");
        scenario.upgrade();
        scenario.script("V2__two.sql", "CREATE TABLE two ();\nSELECT 1 / 0;\n");
        var problem = refused(scenario::upgrade);
        RunsOutcome outcome = scenario.discreet(() -> History.runs(scenario.request()));
        assertThat(outcome.rates().success()).hasValue(50);
        assertThat(outcome.rates().rollback()).hasValue(0);
        assertThat(outcome.runs()).extracting(PastRun::environment).containsOnly(Optional.of("development"));
        PastRun failed = outcome.runs().get(0);
        assertThat(failed.result()).contains(RunReport.Result.FAILED);
        assertThat(failed.steps()).singleElement().satisfies(step -> {
            assertThat(step.step()).isEqualTo("apply");
            assertThat(step.result()).contains("failed");
            assertThat(step.words().orElseThrow().lines())
                    .startsWith(problem.what())
                    .anyMatch(line -> line.contains("SELECT 1 / 0"));
            assertThat(step.started())
                    .isBetween(
                            failed.started().minusSeconds(300), failed.started().plusSeconds(300));
        });
        assertThat(problem.what()).startsWith("V2__two.sql:2:1: ");
        assertThat(outcome.runs().get(1).steps()).isEmpty();
    }

    private Connection closedGate() throws SQLException {
        Connection gate = scenario.database().connect();
        try (var statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(1)");
        }
        return gate;
    }

    /** {@return the first run, once it is at the gate} */
    private CompletableFuture<UpgradeOutcome> startedRun() throws InterruptedException {
        var atGate = new CountDownLatch(1);
        scenario.told().onStatement(statement -> {
            if (statement.summary().contains("pg_advisory_xact_lock")) {
                atGate.countDown();
            }
        });
        var run = concurrently(scenario::upgrade);
        atGate.await();
        return run;
    }

    /** Another run on the same database, with ears of its own. */
    private final class SecondRun {

        private final Told told = new Told();
        private final CountDownLatch waiting = new CountDownLatch(1);

        SecondRun() {
            told.onInfo(line -> waiting.countDown());
        }

        DatabaseRequest request() {
            DatabaseRequest request = scenario.request();
            return new DatabaseRequest(
                    request.project(), request.connection(), request.embedded(), request.environment(), told);
        }

        UpgradeOutcome upgrade() {
            return Upgrade.run(new Upgrade.Request(request(), Targets.up(Optional.empty())));
        }
    }
}
