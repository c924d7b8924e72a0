package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.Direction;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.StepReport;
import dev.belay.report.JsonReport;
import dev.belay.validation.AssertionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the steps of a downgrade with all safeguards see before it is done, and how it ends well. */
class SafeDowngradeTest extends DowngradeSuite {

    private static final String COLUMNS = "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute"
            + " WHERE attrelid = 'customer'::regclass AND attnum > 0 AND NOT attisdropped";

    @Test
    void allStepsAreTakenInTheirOrder() {
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.versionAfter()).contains("1");
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
        var figures = outcome.rehearsal().orElseThrow();
        assertThat(figures.wayBack()).isEqualTo(WayBack.EXACT);
        assertThat(figures.locks())
                .extracting(lock -> lock.place() + " " + lock.table() + " " + lock.mode())
                .containsExactlyInAnyOrder(
                        "U3__create_phone.sql:1:1 public.phone ACCESS EXCLUSIVE",
                        "U2__mail.sql:1:1 public.customer ACCESS EXCLUSIVE");
        assertThat(outcome.steps().get(0).words()).startsWith("at version 3, 2 to undo: U3, U2");
        assertThat(outcome.steps().get(3).words()).contains("schema as version 1 had it", "up again");
        assertThat(outcome.steps().get(5).words()).contains("schema as rehearsed");
        assertThat(loss(outcome).lines())
                .containsExactly("table public.phone: no rows", "column public.customer.mail: no values");
        assertThat(loss(outcome).losesData()).isFalse();
        assertThat(outcome.hint())
                .anyMatch(line -> line.contains("climbs to version 3 again"))
                .anyMatch(line -> line.contains("spring.flyway.target=1"));
        assertThat(scenario.query(COLUMNS)).containsExactly("id name");
        assertThat(scenario.query(
                        "SELECT goal, result, version_before, version_after FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("downgrade|succeeded|3|1");
        assertThat(scenario.query("SELECT step FROM belay.run_step ORDER BY ordinal"))
                .containsExactly("preflight", "check", "backup", "rehearsal", "apply", "validate", "report");
        assertThat(scenario.upgrade().versionAfter()).contains("3");
    }

    @Test
    void aColumnThatGoesFromTheMiddleMovesThoseBehindItHereAsOnTheCopy() {
        scenario.script("V4__nick.sql", "ALTER TABLE customer ADD COLUMN nick text;")
                .script("U4__nick.sql", "ALTER TABLE customer DROP COLUMN nick;");
        scenario.upgrade();
        scenario.execute("ALTER TABLE customer ADD COLUMN by_hand text");
        DowngradeOutcome outcome = downgrade("3");
        assertThat(outcome.versionAfter()).contains("3");
        assertThat(outcome.steps())
                .filteredOn(step -> step.step() == StepReport.Step.VALIDATE)
                .singleElement()
                .satisfies(step -> assertThat(step.words()).startsWith("schema as rehearsed"));
    }

    @Test
    void undoScriptsThatLeadElsewhereAreRefused() {
        scenario.script("V4__index.sql", "CREATE INDEX customer_name ON customer (name);")
                .script("U4__index.sql", "SELECT 1;");
        scenario.upgrade();
        Problem problem = refused(() -> downgrade("3"));
        assertThat(problem.what()).contains("do not lead to the schema that version 3 had");
        assertThat(problem.details()).anyMatch(line -> line.contains("customer_name"));
        assertThat(scenario.current().version()).contains("4");
        asked.force = true;
        assertThat(downgrade("3").audit()).anyMatch(line -> line.startsWith("forced: the undo scripts do not lead"));
    }

    @Test
    void aForgottenColumnIsNotTakenForWhatARepeatableScriptMade() {
        scenario.script(
                        "V4__more.sql",
                        "ALTER TABLE customer ADD COLUMN id2 int; CREATE INDEX name2 ON customer (name);")
                .script("U4__more.sql", "SELECT 1;")
                .script(
                        "R__list.sql",
                        "CREATE OR REPLACE VIEW list AS SELECT id AS id2, name AS name2 FROM customer;"
                                + " CREATE MATERIALIZED VIEW IF NOT EXISTS held AS SELECT id FROM customer;"
                                + " CREATE UNIQUE INDEX IF NOT EXISTS held_id ON held (id);"
                                + " COMMENT ON VIEW list IS 'all of them';");
        scenario.upgrade();
        assertThat(refused(() -> downgrade("3")).details())
                .anyMatch(line -> line.contains("public.customer.id2"))
                .anyMatch(line -> line.contains("public.name2"))
                .noneMatch(line -> line.contains("list") || line.contains("held"));
        scenario.script("U4__more.sql", "ALTER TABLE customer DROP COLUMN id2; DROP INDEX name2;");
        assertThat(downgrade("3").steps().get(3).words()).contains("schema as version 3 had it");
    }

    @Test
    void whatSomebodyHasChangedByHandIsNotHeldAgainstThem() {
        scenario.execute("CREATE INDEX by_hand ON customer (name)");
        assertThat(downgrade("2").versionAfter()).contains("2");
    }

    @Test
    void anUndoScriptThatFailsOnTheCopyIsNotRun() {
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN post;");
        asked.check = false;
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.lines()).anyMatch(line -> line.contains("U2__mail.sql:1:1") && line.contains("\"post\""));
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void theCheckReadsUndoScriptsThatAreOnlyKeptInTheDatabase() {
        scenario.script("V4__index.sql", "CREATE TABLE t (n int); CREATE INDEX t_n ON t (n);")
                .script("U4__index.sql", "DROP TABLE t; ALTER TABLE customer ALTER name TYPE varchar(9);");
        scenario.upgrade();
        List.of("V2__mail.sql", "U2__mail.sql", "V4__index.sql", "U4__index.sql")
                .forEach(scenario::delete);
        asked.force = true;
        DowngradeOutcome outcome = downgrade("3");
        assertThat(outcome.steps().get(1).details())
                .anyMatch(line -> line.startsWith("U4__index.sql:1:15 · ") && line.contains("customer"));
        // the narrower type stays
        assertThat(outcome.rehearsal().orElseThrow().wayBack()).isEqualTo(WayBack.DIFFERS);
    }

    @Test
    void aLockThatIsHeldForTooLongIsRefused() {
        asked.maxLockTime = Optional.of(Duration.ofMillis(100));
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail; SELECT pg_sleep(0.3);");
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.what()).contains("db.maxLockTime");
        assertThat(problem.details()).anyMatch(line -> line.startsWith("U2__mail.sql:1:1 holds ACCESS EXCLUSIVE"));
    }

    @Test
    void theSchemaAloneIsRehearsedWithKeptScriptsToo() {
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        asked.backing = false;
        scenario.delete("V3__create_phone.sql").delete("U3__create_phone.sql");
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.versionAfter()).contains("1");
        assertThat(outcome.steps().get(3).words()).startsWith("on the schema without rows: down");
        assertThat(outcome.rehearsal().orElseThrow().wayBack()).isEqualTo(WayBack.EXACT);
        assertThat(outcome.canClimbAgain()).isFalse();
    }

    @Test
    void aRepeatableScriptIsPutBackOnTheCopyFirst() {
        scenario.script("R__names.sql", "CREATE OR REPLACE VIEW names AS SELECT id, name FROM customer;");
        scenario.upgrade();
        scenario.table("4", "fourth")
                .script("R__names.sql", "DROP VIEW IF EXISTS names; CREATE VIEW names AS SELECT name FROM customer;");
        scenario.upgrade();
        // as it is, the former text cannot follow the newer one
        assertThat(refused(() -> downgrade("3")).lines()).anyMatch(line -> line.startsWith("    R__names.sql:1:1:"));
        scenario.script("U4__create_fourth.sql", "DROP TABLE fourth; DROP VIEW names;");
        DowngradeOutcome outcome = downgrade("3");
        assertThat(outcome.putBack()).extracting("script").containsExactly("R__names.sql");
        assertThat(outcome.rehearsal().orElseThrow().wayBack()).isEqualTo(WayBack.EXACT);
        assertThat(outcome.steps().get(3).words()).contains("schema as version 3 had it");
        assertThat(scenario.query("SELECT attname FROM pg_attribute WHERE attrelid = 'names'::regclass"))
                .containsExactly("id", "name");
    }

    @Test
    void aReviewedPlanRunsOrSaysWhatMoved() throws IOException {
        Path reports = folder.resolve("reports");
        PreviewOutcome shown = scenario.discreet(() -> Preview.run(new Preview.Request(
                scenario.request(),
                new PreviewGoal.Down(Targets.down(Optional.of("2"))),
                reports.resolve("preview.sql"),
                Optional.of(asked.get().checking().orElseThrow().request()),
                Optional.of(asked.get()))));
        assertThat(shown.schema()).isPresent();
        assertThat(shown.warnings()).contains("  table public.phone: no rows");
        assertThat(shown.rehearsal().orElseThrow().locks())
                .extracting(lock -> lock.place())
                .containsExactly("U3__create_phone.sql:1:1");
        asked.plan = Optional.of(ReviewedPlan.read(new JsonReport().write(reports, shown), Direction.DOWN));
        assertThat(refused(() -> downgrade("1")).details())
                .containsExactly("U2__mail.sql would run, and is not in the plan");
        assertThat(downgrade("2").versionAfter()).contains("2");
        assertThat(refused(() -> ReviewedPlan.read(reports.resolve("plan.json"), Direction.UP))
                        .what())
                .endsWith("is no plan of an upgrade.");
    }

    @Test
    void anAssertionOfALaterVersionNeedNotHold() throws IOException {
        Path file = Files.createDirectories(folder.resolve("db/assertions")).resolve("all.sql");
        Files.writeString(file, "SELECT mail FROM customer WHERE mail = ''; SELECT id FROM customer WHERE id = 0;");
        asked.assertions = AssertionFiles.find(
                "assertions", folder, List.of(), scenario.request().project().offlinePlaceholders());
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.steps().get(5).details())
                .anyMatch(line -> line.contains("all.sql:1:1: could not be asked: column \"mail\" does not exist"));

        Files.writeString(file, "SELECT id FROM customer WHERE id = 7;");
        asked.assertions = AssertionFiles.find(
                "assertions", folder, List.of(), scenario.request().project().offlinePlaceholders());
        scenario.upgrade();
        assertThat(refused(() -> downgrade("1")).what()).isEqualTo("the rehearsal on a copy failed");
    }
}
