package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.report.ReportFormat;
import dev.belay.report.RunReports;
import dev.belay.validation.HealthCheck;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a safeguarded upgrade ends when what belongs to its end fails: it is in the journal and told all the same. */
class SafeUpgradeEndTest extends SafeguardedSuite {

    @BeforeEach
    void prepare() {
        asked.check = false;
        scenario.customers(" CREATE TABLE other (id int);", " DROP TABLE other;")
                .upgrade();
        scenario.mail();
    }

    private String lastRun(String column) {
        List<String> all = scenario.superuser().query("SELECT " + column + " FROM belay.run ORDER BY started_at");
        return all.get(all.size() - 1);
    }

    @Test
    void aRunLockThatIsLostDuringAnApplyThatFailsHidesNothing() {
        closedGate(3);
        scenario.told().onStatement(statement -> {
            if (statement.summary().startsWith("DO")) {
                end("application_name LIKE 'belay % lock'");
            }
        });
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).startsWith("V3__gate.sql:1:1: the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("is at version 2 (was 1); nothing was taken back")
                .contains("the run lock of " + scenario.database().name() + " was lost");
        assertThat(problem.next()).contains("correct V3__gate.sql:1:1, then run  mvn db:upgrade");
        assertThat(scenario.told().report().result()).isEqualTo(Result.FAILED);
        assertThat(scenario.told().report().problem()).contains(problem);
        assertThat(lastRun("result")).isEqualTo("failed");

        scenario.told().onStatement(statement -> {});
        scenario.script("V3__gate.sql", "SELECT 1;");
        assertThat(asked.upgrade().versionAfter()).contains("3");
    }

    @Test
    void theTransactionsOwnRollbackNeedsNoLock() {
        closedGate(3);
        scenario.delete("V2__mail.sql");
        scenario.told().onStatement(statement -> end("application_name LIKE 'belay % lock'"));
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow()).contains("at version 1, as before");
        assertThat(scenario.told().report().result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(lastRun("result")).isEqualTo("rolled back");
    }

    @Test
    void aRunThatEndsWellEndsInTheJournalThoughItsSessionIsGone() {
        scenario.told().onStep(step -> {
            if (step.step() == Step.VALIDATE) {
                end("application_name LIKE 'belay % work' AND state = 'idle'");
            }
        });
        assertThat(asked.upgrade().versionAfter()).contains("2");
        assertThat(scenario.told().report().result()).isEqualTo(Result.SUCCEEDED);
        assertThat(lastRun("result || ' ' || version_after || ' ' || (finished_at IS NOT NULL)"))
                .isEqualTo("succeeded 2 true");
        assertThat(scenario.query("SELECT step, result FROM belay.run_step ORDER BY ordinal"))
                .endsWith("validate|done", "report|done");
        assertThat(scenario.told().warnings()).noneMatch(line -> line.contains("the end of this run"));
    }

    @Test
    void aWayBackThatBreaksOffDoesNotHideWhyItWasTaken() throws SQLException {
        asked.timeout = Duration.ofSeconds(4);
        scenario.script("V3__index.sql", "CREATE INDEX CONCURRENTLY by_name ON customer (name);")
                .script("U3__index.sql", "DROP INDEX CONCURRENTLY by_name;");
        try (Connection writer = scenario.database().connect();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            scenario.told().onStatement(begun -> {
                if (begun.summary().startsWith("CREATE INDEX")) {
                    try {
                        statement.execute("INSERT INTO customer (id) VALUES (5000)");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    // the script that was stopped cannot be left to the next run
                    scenario.superuser().execute("REVOKE INSERT ON belay.step FROM " + scenario.owner());
                }
            });
            Problem problem = refused(asked::upgrade);
            writer.rollback();
            assertThat(problem.what()).startsWith("V3__index.sql:1:1: ").contains("db.timeout=4 s");
            assertThat(problem.state().orElseThrow())
                    .contains("is at version 2 (was 1); taking it back has failed: ")
                    .contains("permission denied");
            assertThat(scenario.told().report().result()).isEqualTo(Result.FAILED);
            assertThat(lastRun("result")).isEqualTo("failed");
        }
    }

    private void lockedElsewhere(Runnable work) throws SQLException {
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            scenario.told().onStatement(begun -> {
                if (begun.summary().contains("other")) {
                    try {
                        statement.execute("LOCK TABLE other IN SHARE MODE");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            work.run();
        }
        scenario.told().onStatement(begun -> {});
    }

    @Test
    void whatALockHasKeptFromBeingAppliedIsRunAgainAsItIs() throws SQLException {
        scenario.script("V3__wait.sql", "SET LOCAL lock_timeout = '200ms'; ALTER TABLE other ADD COLUMN n int;")
                .script("U3__wait.sql", "ALTER TABLE other DROP COLUMN n;");
        lockedElsewhere(() -> {
            Problem problem = refused(asked::upgrade);
            assertThat(problem.what()).contains("(SQLSTATE 55P03)");
            assertThat(problem.state().orElseThrow()).contains("V2__mail.sql, applied in this run, was undone");
            assertThat(problem.next())
                    .isEqualTo("nothing in the scripts has to be corrected: when the cause is gone, run  mvn db:upgrade"
                            + "  again");
        });
        assertThat(lastRun("result || audit::text"))
                .startsWith("rolled back")
                .contains("no fault of the scripts, which may run again as they are: V3__wait.sql:1:35: ");
        assertThat(scenario.told().warnings())
                .satisfiesOnlyOnce(line -> assertThat(line)
                        .startsWith("On record: no fault of the scripts, which may run again as they are: "));
        assertThat(asked.upgrade().versionAfter()).contains("3");
    }

    @Test
    void whatFailsBeforeTheFirstScriptIsNoFaultOfTheScripts() {
        scenario.told().onStep(step -> {
            if (step.step() == Step.REHEARSAL) {
                scenario.superuser().execute("REVOKE INSERT ON belay.run_step FROM " + scenario.owner());
            }
        });
        Problem problem = problem(EnvironmentException.class, asked::upgrade);
        assertThat(problem.state().orElseThrow()).contains("at version 1, as before");
        assertThat(problem.next())
                .endsWith("; nothing was applied, and nothing in the scripts has to be corrected: then run  mvn"
                        + " db:upgrade  again");
        assertThat(lastRun("result || audit::text"))
                .startsWith("rolled back")
                .contains("no fault of the scripts, which may run again as they are: ");

        scenario.told().onStep(step -> {});
        scenario.superuser().execute("GRANT INSERT ON belay.run_step TO " + scenario.owner());
        assertThat(asked.upgrade().versionAfter()).contains("2");
    }

    @Test
    void aTargetThatWasNamedIsNamedAgain() throws SQLException {
        scenario.script("V3__wait.sql", "SET LOCAL lock_timeout = '200ms'; ALTER TABLE other ADD COLUMN n int;")
                .script("U3__wait.sql", "ALTER TABLE other DROP COLUMN n;")
                .table("4", "later");
        lockedElsewhere(() -> {
            Problem problem = refused(() ->
                    Upgrade.run(new Upgrade.Request(scenario.request(), Targets.up(Optional.of("3")), asked.get())));
            assertThat(problem.next()).contains("mvn db:upgrade -Ddb.target=3 ");
        });
    }

    private void window(String before, String after) {
        asked.window = new MaintenanceWindow(folder, Optional.of(before), Optional.of(after));
    }

    @Test
    void trafficThatIsNotLetInAgainIsAWarningOfARunThatEndedWell() throws IOException {
        window("true", "sh -c 'echo the balancer is away; exit 3' --password=hidden");
        UpgradeOutcome outcome = asked.upgrade();
        String warning =
                "traffic may still be stopped, since db.after has failed; run its command by hand (the command of"
                        + " db.after ended with code 3. the balancer is away)";
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.warnings()).contains(warning);
        assertThat(scenario.told().warnings()).doesNotContain(warning); // its closing lines say it
        RunReport report = scenario.told().report();
        assertThat(report.result()).isEqualTo(Result.SUCCEEDED);
        assertThat(report.warnings()).contains(warning);
        assertThat(lastRun("result || audit::text")).startsWith("succeeded").contains("traffic may still be stopped");
        Path reports = folder.resolve("reports");
        new RunReports(EnumSet.of(ReportFormat.MARKDOWN, ReportFormat.HTML), reports).write(report);
        assertThat(reports.resolve("upgrade.md")).content().contains("traffic may still be stopped");
        assertThat(reports.resolve("report.html")).content().contains("traffic may still be stopped");
    }

    /** A kill in between must leave no end without what was forced, and no beginning without what is to be run. */
    @Test
    void theJournalHasTheBeginningAndTheEndWithAllThatBelongsToThemAtOnce() {
        asked.rehearsal = Optional.empty();
        scenario.superuser()
                .execute(
                        "ALTER TABLE belay.run ADD CHECK (fingerprint IS NOT NULL AND environment IS NOT NULL) NOT VALID,"
                                + " ADD CHECK (result = 'running' OR audit <> '{}') NOT VALID");
        window("true", "false");
        assertThat(asked.upgrade().versionAfter()).contains("2");
        assertThat(lastRun("result || audit::text")).startsWith("succeeded").contains("traffic may still be stopped");
        assertThat(scenario.told().warnings()).noneMatch(line -> line.contains("could not be written"));
    }

    @Test
    void anApplicationThatNobodyHasLetInIsNotHeldAgainstTheScripts() {
        window("true", "false");
        asked.health = Optional.of(new HealthCheck(URI.create("http://127.0.0.1:1/health"), Duration.ofMillis(100)));
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(scenario.told().steps())
                .filteredOn(step -> step.step() == Step.VALIDATE)
                .singleElement()
                .satisfies(step -> assertThat(step.details())
                        .anyMatch(line -> line.contains("not held against the scripts, since db.after had failed")));
        assertThat(outcome.warnings()).anyMatch(line -> line.contains("traffic may still be stopped"));
    }

    @Test
    void afterAFailureItIsSaidToo() {
        closedGate(3);
        window("true", "false");
        assertThat(refused(asked::upgrade).what()).contains("the gate is closed");
        assertThat(scenario.told().warnings())
                .satisfiesOnlyOnce(line -> assertThat(line).startsWith("traffic may still be stopped"));
        assertThat(scenario.told().report().result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(scenario.told().report().warnings()).anyMatch(line -> line.contains("traffic may still be stopped"));
        assertThat(lastRun("audit")).contains("traffic may still be stopped");
    }

    @Test
    void trafficThatCannotBeStoppedBeginsNothingAndIsLetInAgain() {
        Path resumed = folder.resolve("resumed");
        window("sh -c 'echo half of it; exit 2'", "mkdir " + resumed);
        Problem problem = problem(EnvironmentException.class, asked::upgrade);
        assertThat(problem.what()).isEqualTo("the command of db.before ended with code 2.");
        assertThat(problem.details()).containsExactly("half of it");
        assertThat(problem.state()).contains("Nothing was applied; the database is unchanged.");
        assertThat(scenario.current().version()).contains("1");
        assertThat(resumed).exists();
        assertThat(lastRun("result")).isEqualTo("refused");
        assertThat(lastRun("audit")).contains("refused: the command of db.before ended with code 2.");
        assertThat(scenario.told().report().result()).isEqualTo(Result.REFUSED);
        assertThat(scenario.told().report().warnings()).isEmpty();

        window("no/such/program", "mkdir " + folder.resolve("again"));
        Problem missing = problem(EnvironmentException.class, asked::upgrade);
        assertThat(missing.what()).startsWith("db.before: no/such/program cannot be run");
        assertThat(missing.state()).contains("Nothing was applied; the database is unchanged.");
        assertThat(Files.exists(folder.resolve("again"))).isTrue();
    }

    private List<String> journalled() {
        return scenario.query("SELECT step, result, words FROM belay.run_step WHERE finished_at IS NOT NULL"
                + " AND run = (SELECT id FROM belay.run ORDER BY started_at DESC LIMIT 1) ORDER BY ordinal");
    }

    @Test
    void whatTheStepsHaveWarnedOfIsCounted() {
        scenario.mayRestore();
        scenario.execute("CREATE INDEX by_name ON customer (name)");
        scenario.superuser().execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_name'::regclass");
        Path reports = folder.resolve("reports");
        asked.reports = new RunReports(EnumSet.of(ReportFormat.OPENMETRICS), reports);
        asked.rehearsal = Optional.empty();
        StepReport preflight = step(asked.upgrade(), Step.PREFLIGHT);
        assertThat(preflight.details()).singleElement().asString().contains("by_name");
        assertThat(scenario.told().report().everyWarning()).isEqualTo(preflight.details());
        assertThat(reports.resolve("metrics.txt")).content().containsPattern("belay_run_warnings\\{.*} 1\n");
    }

    /** It is a step like those before it, and each of its files has it: its time and its outcome too. */
    @Test
    void theReportIsTheLastStepOfEveryRecord() throws IOException {
        Path reports = folder.resolve("reports");
        asked.reports = new RunReports(EnumSet.allOf(ReportFormat.class), reports);
        asked.rehearsal = Optional.empty();
        // by the time that it is written traffic is let in again
        window("true", "sh -c 'test ! -e " + reports + " && echo open'");
        UpgradeOutcome outcome = asked.upgrade();
        StepReport last = outcome.steps().get(outcome.steps().size() - 1);
        String files = Stream.of("run.json", "upgrade.md", "report.html", "metrics.txt")
                .map(name -> reports.resolve(name).toString())
                .collect(Collectors.joining(", "));
        assertThat(last.step()).isEqualTo(Step.REPORT);
        assertThat(last.result()).isEqualTo(StepReport.Result.DONE);
        assertThat(last.words()).isEqualTo(files);
        assertThat(last.duration()).isPositive();
        assertThat(outcome.warnings()).isEmpty();
        assertThat(scenario.told().report().steps()).last().isEqualTo(last);
        assertThat(scenario.told().steps()).last().isEqualTo(last);
        assertThat(journalled()).last().isEqualTo("report|done|" + files);
        JsonNode json = new ObjectMapper().readTree(reports.resolve("run.json").toFile());
        JsonNode step = json.get("steps").get(json.get("steps").size() - 1);
        assertThat(List.of(
                        step.get("step").asText(),
                        step.get("result").asText(),
                        step.get("words").asText()))
                .containsExactly("report", "done", files);
        assertThat(step.get("duration").asText()).isEqualTo(last.duration().toString());
        assertThat(reports.resolve("upgrade.md")).content().contains("| report |");
        assertThat(reports.resolve("report.html")).content().contains("upgrade.md");
        assertThat(reports.resolve("metrics.txt")).content().contains("step=\"report\",result=\"done\"");
    }

    @Test
    void aReportThatCannotBeWrittenIsAWarningOfThatStepAndNoFailure() throws IOException {
        Path reports = folder.resolve("reports");
        Files.createDirectories(reports.resolve("upgrade.md/in-the-way"));
        asked.reports = new RunReports(EnumSet.of(ReportFormat.JSON, ReportFormat.MARKDOWN), reports);
        asked.rehearsal = Optional.empty();
        closedGate(3);
        scenario.delete("V2__mail.sql");
        assertThat(refused(asked::upgrade).what()).contains("the gate is closed");
        RunReport told = scenario.told().report();
        assertThat(told.result()).isEqualTo(Result.ROLLED_BACK);
        StepReport last = told.steps().get(told.steps().size() - 1);
        assertThat(last.result()).isEqualTo(StepReport.Result.WARNED);
        assertThat(last.words()).isEqualTo(reports.resolve("run.json").toString());
        assertThat(last.details())
                .singleElement()
                .asString()
                .startsWith("The report " + reports.resolve("upgrade.md") + " cannot be written");
        assertThat(journalled()).last().asString().startsWith("report|warned|");
        assertThat(lastRun("result")).isEqualTo("rolled back");
        assertThat(reports.resolve("run.json")).content().contains("\"warned\"");
        assertThat(scenario.told().warnings()).noneMatch(line -> line.contains("upgrade.md"));
    }

    @Test
    void theReportIsWrittenThoughTheJournalCannotBeToldOfIt() throws IOException {
        Path reports = folder.resolve("reports");
        asked.reports = new RunReports(EnumSet.of(ReportFormat.JSON), reports);
        asked.rehearsal = Optional.empty();
        scenario.told().onStep(step -> {
            if (step.step() == Step.VALIDATE) {
                scenario.superuser()
                        .execute(
                                "ALTER TABLE belay.run_step ADD CHECK (step <> 'report' OR result <> 'running') NOT VALID");
            }
        });
        assertThat(asked.upgrade().versionAfter()).contains("2");
        assertThat(journalled())
                .extracting(line -> line.substring(0, line.lastIndexOf('|')))
                .endsWith("validate|done", "report|done");
        assertThat(lastRun("result")).isEqualTo("succeeded");
        assertThat(scenario.told().warnings()).isEmpty();
        assertThat(reports.resolve("run.json")).exists();
    }
}
