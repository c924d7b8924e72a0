package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.validation.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a safeguarded upgrade while it is at work, and what it must not do then. */
class SafeUpgradeDisturbedTest extends SafeguardedSuite {

    @BeforeEach
    void prepare() {
        asked.check = false;
        mailIsPending();
    }

    private void behind(Step step, Consumer<StepReport> work) {
        scenario.told().onStep(report -> {
            if (report.step() == step) {
                work.accept(report);
            }
        });
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileStays() {
        behind(
                Step.REHEARSAL,
                report -> scenario.superuser()
                        .execute("CREATE INDEX by_name ON customer (name); ALTER TABLE customer ALTER COLUMN name TYPE"
                                + " varchar(40)"));
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).isEqualTo("somebody has changed the schema since the run began");
        assertThat(problem.details())
                .contains("index public.by_name is there, and was not", "column public.customer.name is another")
                .anyMatch(line -> line.startsWith("    - ") && line.contains("text"))
                .anyMatch(line -> line.startsWith("    + ") && line.contains("character varying(40)"));
        assertThat(scenario.query("SELECT indexname FROM pg_indexes WHERE indexname = 'by_name'"))
                .hasSize(1);
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("refused");
        assertThat(scenario.superuser()
                        .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                                + scenario.database().name() + "\\_%'"))
                .isEmpty();
    }

    @Test
    void theWayBackHasTimeOfItsOwn() {
        asked.timeout = Duration.ofSeconds(4);
        scenario.script(
                        "V3__slow.sql",
                        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name"
                                + " LIKE 'belay % lock' AND datname = current_database()) THEN PERFORM pg_sleep(600); END IF; END $$;")
                .script("U3__slow.sql", "SELECT 1;");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.lines()).anyMatch(line -> line.contains("db.timeout=4 s"));
        assertThat(problem.state().orElseThrow()).contains("V2__mail.sql, applied in this run, was undone");
        assertThat(problem.next()).contains("mvn db:upgrade -Ddb.timeout=<longer>");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aStatementThatBlocksNobodyIsStoppedAndGoesOnInTheNextRun() throws SQLException {
        asked.timeout = Duration.ofSeconds(4);
        scenario.script("V3__index.sql", "CREATE INDEX CONCURRENTLY by_name ON customer (name);")
                .script("U3__index.sql", "DROP INDEX CONCURRENTLY by_name;");
        try (Connection writer = scenario.database().connect();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            scenario.told().onStatement(begun -> {
                if (begun.summary().startsWith("CREATE INDEX")) {
                    insert(statement);
                }
            });
            Problem problem = refused(asked::upgrade);
            assertThat(problem.state().orElseThrow())
                    .isEqualTo(scenario.database().name() + " is at version 2 (was 1); V3__index.sql blocked nobody"
                            + " when it was stopped, and the next run goes on with it.");
            assertThat(problem.next()).contains("mvn db:upgrade -Ddb.timeout=");
            writer.rollback();
            scenario.told().onStatement(begun -> {});
        }
        asked.timeout = Duration.ofMinutes(5);
        assertThat(asked.upgrade().versionAfter()).contains("3");
        assertThat(scenario.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_name'::regclass"))
                .containsExactly("t");
    }

    private static void insert(java.sql.Statement statement) {
        try {
            statement.execute("INSERT INTO customer (id) VALUES (5000)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatACopyNeverHasIsNoDifference() {
        scenario.superuser().execute("CREATE PUBLICATION changes FOR TABLE customer");
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.steps())
                .filteredOn(step -> step.step() == Step.VALIDATE)
                .singleElement()
                .satisfies(step -> assertThat(step.words()).contains("schema as rehearsed"));
    }

    @Test
    void aFailedRehearsalThatIsForcedIsSaidAndNotComparedWith() {
        asked.force = true;
        scenario.script(
                "V2__mail.sql",
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name"
                        + " LIKE 'belay % lock' AND datname = current_database()) THEN RAISE 'only there'; END IF; END $$;"
                        + " ALTER TABLE customer ADD COLUMN mail text;");
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.audit()).anyMatch(line -> line.startsWith("forced: the rehearsal on a copy failed"));
        assertThat(outcome.steps())
                .filteredOn(step -> step.step() == Step.REHEARSAL)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.result()).isEqualTo(StepReport.Result.WARNED);
                    assertThat(step.words()).startsWith("FAILED, and forced");
                    assertThat(step.details()).anyMatch(line -> line.contains("only there"));
                });
    }

    @Test
    void sessionsThatAreIdleDuringARehearsalLast() {
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " SET idle_session_timeout = '2s'");
        scenario.script(
                "V2__mail.sql",
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                        + " AND datname = current_database()) THEN PERFORM pg_sleep(4); END IF; END $$;"
                        + " ALTER TABLE customer ADD COLUMN mail text;");
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }

    @Test
    void aLostRunLockEndsTheRunBeforeItApplies() {
        behind(
                Step.REHEARSAL,
                report -> scenario.superuser()
                        .query(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                                        + " AND datname = '"
                                        + scenario.database().name() + "'"));
        assertThatThrownBy(asked::upgrade)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the run lock of " + scenario.database().name() + " was lost");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aCommandThatCannotBeReadIsRefusedBeforeAnything() {
        assertThatThrownBy(() -> new MaintenanceWindow(folder, Optional.empty(), Optional.of("echo it's secret")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.after: a quote in the command is not closed")
                .hasMessageNotContaining("secret");
    }

    @Test
    void commandsHaveTheirEnvironmentAndMayLeaveSomethingRunning() throws IOException {
        Path script = Files.writeString(folder.resolve("after.sh"), "echo closed >> log\nsleep 300 &\necho $! > pid\n");
        asked.window =
                new MaintenanceWindow(folder, Optional.of("sh -c 'env > environment'"), Optional.of("sh " + script));
        asked.health = Optional.of(new HealthCheck(URI.create("http://127.0.0.1:1/health"), Duration.ofMillis(100)));
        try {
            BelayException failed = refusal(asked::upgrade);
            assertThat(failed.problem().state().orElseThrow()).contains("as before");
            assertThat(Files.readAllLines(folder.resolve("environment"))).anyMatch(line -> line.startsWith("PATH="));
            // let in for the look at the application's health, stopped for the way back, let in again
            assertThat(Files.readAllLines(folder.resolve("log"))).hasSize(2);
        } finally {
            ProcessHandle.of(Long.parseLong(
                            Files.readString(folder.resolve("pid")).strip()))
                    .ifPresent(ProcessHandle::destroy);
        }
        assertThat(scenario.current().version()).contains("1");
    }

    private static BelayException refusal(Runnable work) {
        try {
            work.run();
        } catch (BelayException e) {
            return e;
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void whatWasTakenBackIsNotRepeatedThoughAnotherRunFailedSince() {
        scenario.script(
                        "V3__gate.sql",
                        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE"
                                + " 'belay % lock' AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;")
                .script("U3__gate.sql", "SELECT 1;");
        assertThat(refused(asked::upgrade).what()).contains("the gate is closed");
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by, result, finished_at)"
                + " SELECT 'aaaaaaaa', 'restore', history, 'somebody', 'failed', now() FROM belay.run LIMIT 1");
        assertThat(refused(asked::upgrade).what()).contains("had to be taken back");
        assertThat(List.of(scenario.current().version().orElse(""))).containsExactly("1");
    }
}
