package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An upgrade with all safeguards, on servers whose client programs are installed. */
class SafeUpgradeTest extends SafeguardedSuite {

    @BeforeEach
    void prepare() {
        scenario.customers().upgrade();
    }

    private static List<String> steps(UpgradeOutcome outcome) {
        return outcome.steps().stream()
                .map(step -> step.step() + " " + step.result())
                .toList();
    }

    @Test
    void allStepsAreTakenInTheirOrder() {
        scenario.mail();
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.steps())
                .extracting(StepReport::step)
                .containsExactly(
                        StepReport.Step.PREFLIGHT,
                        StepReport.Step.CHECK,
                        StepReport.Step.BACKUP,
                        StepReport.Step.REHEARSAL,
                        StepReport.Step.APPLY,
                        StepReport.Step.VALIDATE,
                        StepReport.Step.REPORT);
        assertThat(outcome.steps().get(0).words()).startsWith("at version 1, 1 pending: V2");
        assertThat(outcome.rehearsal().orElseThrow().differences()).isEmpty();
        assertThat(outcome.rehearsal().orElseThrow().wayBack()).isEqualTo(WayBack.EXACT);
        assertThat(outcome.rehearsal().orElseThrow().locks())
                .extracting(lock -> lock.place() + " " + lock.table() + " " + lock.mode() + " " + lock.rows())
                .containsExactly("V2__mail.sql:1:1 public.customer ACCESS EXCLUSIVE 1000");
        assertThat(scenario.query(
                        "SELECT goal, result, version_before, version_after FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("upgrade|succeeded|1|2");
        assertThat(scenario.query("SELECT step, result FROM belay.run_step ORDER BY ordinal"))
                .startsWith(
                        "preflight|" + outcome.steps().get(0).result().name().toLowerCase(java.util.Locale.ROOT))
                .endsWith("apply|done", "validate|done", "report|done");
    }

    @Test
    void whatFailsInTheRehearsalIsNotApplied() {
        scenario.script("V2__null.sql", """
                INSERT INTO customer VALUES (1001, NULL);
                -- db:allow set-not-null-scans-table: small
                ALTER TABLE customer ALTER name SET NOT NULL;
                """);
        List<String> before = scenario.query("SELECT count(*) FROM customer");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.lines()).anyMatch(line -> line.contains("V2__null.sql:3:1") && line.contains("null values"));
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(scenario.query("SELECT count(*) FROM customer")).isEqualTo(before);
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aHighFindingRefusesUnlessForced() {
        scenario.script("V2__index.sql", "CREATE INDEX customer_name ON customer (name); DROP TABLE customer;");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).startsWith("the check found");
        List<String> forbidding = problem.details().subList(0, problem.details().size() - 1);
        assertThat(forbidding).isNotEmpty().allMatch(line -> line.contains(" · high · "));
        assertThat(problem.details())
                .last()
                .asString()
                .matches("and \\d+ that forbids? nothing; mvn db:check shows .*");
        assertThat(scenario.current().version()).contains("1");
        asked.force = true;
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.audit()).anyMatch(line -> line.startsWith("forced: the check found"));
    }

    /** What a rehearsal cannot see: the copy has no run lock. */
    private void failingInTheApplyOnly() {
        scenario.mail()
                .script("V3__phone.sql", "CREATE TABLE phone (id int PRIMARY KEY);")
                .script("U3__phone.sql", "DROP TABLE phone;")
                .script(
                        "V4__gate.sql",
                        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                                + " AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;")
                .script("U4__gate.sql", "SELECT 1;");
    }

    @Test
    void aFailedApplyIsTakenBackWithTheUndoScripts() {
        failingInTheApplyOnly();
        List<String> schema = scenario.query("SELECT attname FROM pg_attribute WHERE attrelid = 'customer'::regclass"
                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("V2__mail.sql, V3__phone.sql, applied in this run, were undone")
                .contains("at version 1, as before; no row or value that others wrote since was found");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.query("SELECT attname FROM pg_attribute WHERE attrelid = 'customer'::regclass"
                        + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"))
                .isEqualTo(schema);
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("rolled back");

        // a pipeline that retries does not repeat the damage
        Problem again = refused(asked::upgrade);
        assertThat(again.what()).contains("had to be taken back");
        assertThat(again.next()).contains("db.force");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aColumnThatGoesFromTheMiddleMovesThoseBehindItHereAsOnTheCopy() {
        scenario.execute("ALTER TABLE customer ADD COLUMN mail text");
        scenario.script("V2__nameless.sql", "ALTER TABLE customer DROP COLUMN name;")
                .script("U2__nameless.sql", "ALTER TABLE customer ADD COLUMN name text;");
        asked.check = false;
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.steps())
                .filteredOn(step -> step.step() == StepReport.Step.VALIDATE)
                .singleElement()
                .satisfies(step -> assertThat(step.words()).startsWith("schema as rehearsed"));
    }

    @Test
    void anUndoScriptThatFailsOnTheCopyIsSaidWithoutTheStateOfTheCopy() {
        scenario.script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN male;");
        asked.check = false;
        List<String> differences = asked.upgrade().rehearsal().orElseThrow().differences();
        assertThat(differences).anyMatch(line -> line.contains("U2__mail.sql:1:1: column \"male\" of relation"));
        assertThat(differences).noneMatch(line -> line.contains("is at version") || line.startsWith("Next:"));
    }

    @Test
    void nothingIsTakenBackWhenThatIsAskedFor() {
        failingInTheApplyOnly();
        asked.onFailure = WayOut.STOP;
        Problem problem = refused(asked::upgrade);
        assertThat(problem.state().orElseThrow())
                .contains("at version 3 (was 1)")
                .contains("db.onFailure is stop");
        assertThat(scenario.current().version()).contains("3");
    }

    /** The role needs what a restore needs. */
    private void failingWithoutUndo() {
        scenario.mayRestore();
        failingInTheApplyOnly();
        scenario.delete("U3__phone.sql")
                .script("V3__phone.sql", "UPDATE customer SET name = upper(name) WHERE id > 0;");
    }

    private List<String> failed() {
        return scenario.superuser()
                .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                        + scenario.database().name() + "\\_%'");
    }

    private void dropFailed() {
        TestDatabase maintenance = scenario.maintenance();
        failed().forEach(name -> maintenance.execute("DROP DATABASE " + name));
    }

    @Test
    void withoutAWayDownTheBackupTakesTheDatabasesPlace() {
        failingWithoutUndo();
        Problem problem = refused(asked::upgrade);
        try {
            assertThat(problem.what()).contains("the gate is closed");
            assertThat(problem.state().orElseThrow())
                    .contains(
                            "was restored from the backup and is at version 1, as before; no row that others wrote since the backup was found")
                    .contains("is kept as " + failed().get(0));
            assertThat(failed()).hasSize(1);
            assertThat(scenario.query("SELECT count(*), min(name) FROM customer"))
                    .containsExactly("1000|n1");
            assertThat(scenario.current().version()).contains("1");
            assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                    .last()
                    .isEqualTo("restored");
            assertThat(refused(asked::upgrade).what()).contains("had to be taken back");
        } finally {
            dropFailed();
        }
    }

    @Test
    void whatOthersWroteIsNotLostUnasked() {
        failingWithoutUndo();
        scenario.told().onStatement(statement -> {
            if (statement.place().equals("1:1") && statement.summary().startsWith("UPDATE customer")) {
                scenario.superuser().execute("INSERT INTO customer VALUES (2000, 'somebody')");
            }
        });
        Problem problem = refused(asked::upgrade);
        assertThat(problem.state().orElseThrow())
                .contains("is in use as before, at version 3 (was 1)")
                .contains("public.customer: ");
        assertThat(problem.next()).contains("mvn db:restore -Ddb.backup=");
        assertThat(failed()).isEmpty();
        assertThat(scenario.query("SELECT name FROM customer WHERE id = 2000")).hasSize(1);

        asked.acceptLoss = true;
        asked.force = true;
        scenario.script("V4__gate.sql", "SELECT 1;").script("V5__gate.sql", """
                DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'
                AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;
                """);
        scenario.told().onStatement(statement -> {
            if (statement.summary().startsWith("DO")) {
                scenario.superuser().execute("INSERT INTO customer VALUES (3000, 'somebody')");
            }
        });
        Problem accepted = refused(asked::upgrade);
        try {
            assertThat(accepted.state().orElseThrow())
                    .contains("is at version 3, as before; lost, as accepted: public.customer: 1 row written");
            assertThat(scenario.query("SELECT count(*) FROM customer WHERE id = 3000"))
                    .containsExactly("0");
        } finally {
            dropFailed();
        }
    }

    @Test
    void aLockThatIsHeldForTooLongIsRefused() {
        asked.maxLockTime = Optional.of(Duration.ofMillis(100));
        scenario.script("V2__slow.sql", "ALTER TABLE customer ADD COLUMN mail text; SELECT pg_sleep(0.3);")
                .script("U2__slow.sql", "ALTER TABLE customer DROP COLUMN mail;");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).contains("db.maxLockTime");
        assertThat(problem.details())
                .anyMatch(line ->
                        line.startsWith("V2__slow.sql:1:1 holds ACCESS EXCLUSIVE on" + " public.customer for 0."));
    }
}
