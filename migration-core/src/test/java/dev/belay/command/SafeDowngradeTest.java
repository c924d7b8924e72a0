package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.Direction;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Environment;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.StepReport;
import dev.belay.report.JsonReport;
import dev.belay.testing.EachServer;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.validation.AssertionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A downgrade with all safeguards, on servers whose client programs are installed. */
@EachServer
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class SafeDowngradeTest extends DatabaseSuite {

    private static final String COLUMNS = "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute"
            + " WHERE attrelid = 'customer'::regclass AND attnum > 0 AND NOT attisdropped";

    /** What a rehearsal cannot see: the copy has no run lock. */
    private static final String GATE =
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                    + " AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;";

    @TempDir
    Path backups;

    private AskedSafeguards guards;
    private Environment environment = Environment.DEVELOPMENT;

    @BeforeEach
    void prepare() {
        guards = AskedSafeguards.withDump(scenario, backups);
        scenario.script(
                        "V1__base.sql",
                        "CREATE TABLE customer (id int PRIMARY KEY, name text);"
                                + " INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 1000) i;")
                .script("U1__base.sql", "DROP TABLE customer;")
                .script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;")
                .table("3", "phone");
        scenario.upgrade();
    }

    private DowngradeOutcome downgrade(String target) {
        DatabaseRequest database = scenario.request();
        return scenario.discreet(() -> Downgrade.run(new Downgrade.Request(
                new DatabaseRequest(database.project(), database.connection(), false, environment, database.progress()),
                Targets.down(Optional.of(target)),
                guards.get())));
    }

    private static DataLoss loss(DowngradeOutcome outcome) {
        return outcome.loss().orElseThrow();
    }

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
    void productionGivesAwayNothingUnasked() {
        environment = Environment.PRODUCTION;
        scenario.execute("UPDATE customer SET mail = 'm' WHERE id < 3; INSERT INTO phone VALUES (1)");
        List<String> before = scenario.query("SELECT * FROM flyway_schema_history ORDER BY 1");
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.what())
                .contains("takes data away")
                .contains("table public.phone: 1 row; column public.customer.mail: 2 values");
        assertThat(problem.next()).contains("-Ddb.acceptLoss=true");
        assertThat(scenario.query("SELECT * FROM flyway_schema_history ORDER BY 1"))
                .isEqualTo(before);
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("refused");

        guards.acceptLoss = true;
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.versionAfter()).contains("1");
        assertThat(outcome.audit()).anyMatch(line -> line.startsWith("accepted loss: table public.phone: 1 row"));
        assertThat(scenario.told().warnings()).contains("  column public.customer.mail: 2 values");
    }

    @Test
    void productionGoesDownWhereNothingIsLost() {
        environment = Environment.PRODUCTION;
        assertThat(downgrade("-1").versionAfter()).contains("2");
    }

    @Test
    void deletedRowsAreCountedOnTheCopy() {
        scenario.script("V4__more.sql", "INSERT INTO customer SELECT i, 'm' FROM generate_series(2001, 2005) i;")
                .script("U4__more.sql", "DELETE FROM customer WHERE id > 2000;");
        scenario.upgrade();
        environment = Environment.PRODUCTION;
        assertThat(refused(() -> downgrade("3")).details()).containsExactly("rows of public.customer: 5 rows");
    }

    private Problem refusedInProduction(String target) {
        environment = Environment.PRODUCTION;
        List<String> before = scenario.query("SELECT * FROM flyway_schema_history ORDER BY 1");
        Problem problem = refused(() -> downgrade(target));
        assertThat(problem.what()).contains("takes data away");
        assertThat(problem.next()).contains("-Ddb.acceptLoss=true");
        assertThat(scenario.query("SELECT * FROM flyway_schema_history ORDER BY 1"))
                .isEqualTo(before);
        return problem;
    }

    private void references() {
        scenario.script(
                        "V4__references.sql",
                        "CREATE TABLE k (id int PRIMARY KEY);"
                                + " CREATE TABLE x (id int PRIMARY KEY, c int REFERENCES k ON DELETE CASCADE);")
                .script("U4__references.sql", "DROP TABLE x, k;")
                .script("V5__nothing.sql", "SELECT 1;");
    }

    @Test
    void rowsThatABlockOrAFunctionDeletesAreCountedOnTheCopy() {
        scenario.script("V4__nothing.sql", "SELECT 1;")
                .script(
                        "U4__nothing.sql",
                        "DO $$ BEGIN DELETE FROM customer WHERE id <= 5; END $$;"
                                + " CREATE FUNCTION pg_temp.f() RETURNS void LANGUAGE sql"
                                + " AS 'DELETE FROM phone'; SELECT pg_temp.f();");
        scenario.upgrade();
        scenario.execute("INSERT INTO phone VALUES (1), (2)");
        assertThat(refusedInProduction("3").details())
                .containsExactly("rows of public.customer: 5 rows", "rows of public.phone: 2 rows");
    }

    @Test
    void rowsThatGoWithOthersAreCountedOnTheCopy() {
        references();
        scenario.script("U5__nothing.sql", "TRUNCATE k CASCADE;");
        scenario.upgrade();
        scenario.execute("INSERT INTO x SELECT i, NULL FROM generate_series(1, 700) i");
        assertThat(refusedInProduction("4").details()).containsExactly("rows of public.x: 700 rows");

        scenario.execute("TRUNCATE x; INSERT INTO k VALUES (1); INSERT INTO x VALUES (1, 1), (2, 1)");
        scenario.script("U5__nothing.sql", "DELETE FROM k;");
        assertThat(refusedInProduction("4").details())
                .containsExactly("rows of public.k: 1 row", "rows of public.x: 2 rows");
    }

    @Test
    void whatTakesRowsIsNotKnownWhereThereAreNone() {
        guards.rehearsal = Optional.of(Mode.SCHEMA);
        guards.backing = false;
        references();
        scenario.script("U5__nothing.sql", "TRUNCATE k CASCADE;");
        scenario.upgrade();
        List<String> both =
                List.of("rows of public.k: nobody knows how many rows", "rows of public.x: nobody knows how many rows");
        assertThat(refusedInProduction("4").details()).isEqualTo(both);
        scenario.script("U5__nothing.sql", "DELETE FROM k;");
        assertThat(refusedInProduction("4").details()).isEqualTo(both);
        scenario.script("U5__nothing.sql", "DO $$ BEGIN DELETE FROM customer; END $$;");
        assertThat(refusedInProduction("4").details())
                .containsExactly("rows of public.customer: nobody knows how many rows");
        scenario.script("U5__nothing.sql", "DO $$ BEGIN IF EXISTS (SELECT FROM k) THEN DELETE FROM k; END IF; END $$;");
        assertThat(refusedInProduction("4").details())
                .containsExactly("rows of tables that only a run with rows shows: nobody knows how many rows");

        guards.rehearsal = Optional.empty();
        assertThat(refusedInProduction("4").details()).hasSize(1);
        scenario.script("U5__nothing.sql", "SELECT pg_sleep(0); UPDATE phone SET id = id;");
        assertThat(downgrade("4").versionAfter()).contains("4");
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
    void valuesThatAnUpdateOverwritesAreSeenOnTheCopy() {
        scenario.script("V4__nick.sql", "ALTER TABLE customer ADD COLUMN nick text;")
                .script("V5__no_nick.sql", "ALTER TABLE customer DROP COLUMN nick;")
                .script(
                        "U5__no_nick.sql",
                        "ALTER TABLE customer ADD COLUMN nick text; UPDATE customer SET nick = name, (mail, name) ="
                                + " (NULL, upper(name)) WHERE id <= 3;");
        scenario.upgrade();
        scenario.execute("UPDATE customer SET mail = 'm' WHERE id < 3");
        assertThat(refusedInProduction("4").details())
                .containsExactly(
                        "values of public.customer.mail: 2 values emptied",
                        "values of public.customer.name: others are written over them");
        scenario.script(
                "U5__no_nick.sql",
                "ALTER TABLE customer ADD COLUMN nick text; DELETE FROM customer WHERE id = 1; UPDATE customer SET name ="
                        + " 'x';");
        assertThat(refusedInProduction("4").details())
                .containsExactly(
                        "rows of public.customer: 1 row",
                        "values of public.customer.name: nobody knows how many are overwritten");
        scenario.script(
                "U5__no_nick.sql",
                "ALTER TABLE customer ADD COLUMN nick text; UPDATE customer SET nick = name, mail = mail;");
        environment = Environment.PRODUCTION;
        guards.force = true;
        assertThat(downgrade("4").loss().orElseThrow().items()).isEmpty();
    }

    @Test
    void valuesThatAnUpdateOverwritesAreNotKnownWhereThereAreNone() {
        guards.rehearsal = Optional.of(Mode.SCHEMA);
        guards.backing = false;
        scenario.script("V4__nick.sql", "ALTER TABLE customer ADD COLUMN nick text;")
                .script("V5__no_nick.sql", "ALTER TABLE customer DROP COLUMN nick;")
                .script(
                        "U5__no_nick.sql",
                        "ALTER TABLE customer ADD COLUMN nick text; UPDATE customer SET nick = name, \"name\" = 'x',"
                                + " mail = 'y';");
        scenario.upgrade();
        assertThat(refusedInProduction("4").details())
                .containsExactly("values of public.customer.name: nobody knows how many are overwritten");
    }

    @Test
    void valuesThatANarrowerTypeMayCutAreSaid() {
        scenario.script(
                        "V4__wider.sql",
                        "ALTER TABLE customer ALTER name TYPE varchar(90), ALTER mail TYPE varchar(90);")
                .script(
                        "U4__wider.sql",
                        "ALTER TABLE customer ALTER name TYPE varchar(9) USING left(name, 9), ALTER mail TYPE text;")
                .script("V5__narrower.sql", "ALTER TABLE customer ALTER name TYPE varchar(80);")
                .script("U5__narrower.sql", "ALTER TABLE customer ALTER name TYPE varchar(90);");
        scenario.upgrade();
        guards.force = true;
        environment = Environment.PRODUCTION;
        assertThat(downgrade("4").loss().orElseThrow().items()).isEmpty();
        assertThat(refusedInProduction("3").details())
                .containsExactly("values of public.customer.name, character varying(90) now, character varying(9) then:"
                        + " nobody knows how many do not fit");
        scenario.execute("UPDATE customer SET name = NULL");
        assertThat(loss(downgrade("3")).losesData()).isFalse();
    }

    @Test
    void rowsThatAPolicyHidesAreNotTakenForNone() {
        guards.rehearsal = Optional.empty();
        guards.backing = false;
        scenario.execute("INSERT INTO phone VALUES (1); ALTER TABLE phone ENABLE ROW LEVEL SECURITY;"
                + " ALTER TABLE phone FORCE ROW LEVEL SECURITY");
        assertThat(refusedInProduction("2").details())
                .singleElement()
                .asString()
                .matches("table public.phone: (about \\d+|nobody knows how many) rows");
    }

    @Test
    void whatWasRenamedIsNoLoss() {
        scenario.script("V4__rename.sql", "ALTER TABLE customer RENAME TO client;")
                .script("U4__rename.sql", "ALTER TABLE client RENAME TO customer;");
        scenario.upgrade();
        assertThat(loss(downgrade("3")).items()).isEmpty();
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
        guards.force = true;
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
        guards.check = false;
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
        guards.force = true;
        DowngradeOutcome outcome = downgrade("3");
        assertThat(outcome.steps().get(1).details())
                .anyMatch(line -> line.startsWith("U4__index.sql:1:15 · ") && line.contains("customer"));
        // the narrower type stays
        assertThat(outcome.rehearsal().orElseThrow().wayBack()).isEqualTo(WayBack.DIFFERS);
    }

    @Test
    void aFailedDowngradeClimbsAgain() {
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;" + GATE);
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("V3__create_phone.sql, undone in this run, was applied again")
                .contains("at version 3, as before; no row ");
        assertThat(problem.next())
                .startsWith("correct U2__mail.sql:1:39, then run  mvn db:downgrade -Ddb.target=1  again; as they are,");
        assertThat(scenario.current().version()).contains("3");
        assertThat(scenario.query("SELECT to_regclass('phone')")).containsExactly("phone");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("rolled back");
        assertThat(refused(() -> downgrade("1")).what()).contains("had to be taken back");
    }

    @Test
    void whatWentComesBackFromTheBackupOnly() {
        scenario.superuser()
                .execute(
                        "ALTER ROLE " + scenario.owner() + " CREATEDB; GRANT pg_signal_backend TO " + scenario.owner());
        scenario.execute("INSERT INTO phone VALUES (7)");
        scenario.script("U2__mail.sql", GATE);
        guards.check = false;
        Problem problem = refused(() -> downgrade("1"));
        try {
            assertThat(problem.state().orElseThrow())
                    .contains("was restored from the backup and is at version 3, as before; no row ");
            assertThat(problem.next()).contains("then run  mvn db:downgrade -Ddb.target=1  again");
            assertThat(scenario.query("SELECT id FROM phone")).containsExactly("7");
        } finally {
            var maintenance = new TestDatabase(
                    "postgres",
                    scenario.superuser().major(),
                    scenario.superuser().settings().withDatabase("postgres"));
            maintenance
                    .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                            + scenario.database().name() + "\\_%'")
                    .forEach(name -> maintenance.execute("DROP DATABASE " + name));
        }
    }

    @Test
    void belowTheLowestVersionTheBaseIsRecorded() {
        scenario.script("U1__base.sql", "DROP TABLE IF EXISTS nothing;\nSELECT 1/0;\nDROP TABLE customer;")
                .script("U1__base.sql.conf", "executeInTransaction=false");
        guards.check = false;
        guards.rehearsal = Optional.empty();
        guards.backing = false;
        assertThat(refused(() -> downgrade("base")).next()).contains("mvn db:stamp -Ddb.target=base; or put back");
        scenario.execute("DROP TABLE customer");
        Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of("base")),
                version -> Optional.of(StampTest.scratch(version)),
                backups.resolve("reports"),
                false,
                false));
        assertThat(scenario.current().version()).isEmpty();
    }

    @Test
    void anUndoScriptThatStopsHalfWayIsFinishedByHandAndRecorded() {
        scenario.script("V4__index.sql", "CREATE INDEX i1 ON customer (name); CREATE INDEX i2 ON customer (mail);")
                .script("U4__index.sql", "DROP INDEX CONCURRENTLY i1;\n" + GATE + "\nDROP INDEX i2;")
                .script("U4__index.sql.conf", "executeInTransaction=false");
        scenario.upgrade();
        guards.check = false;
        guards.rehearsal = Optional.of(Mode.SCHEMA);
        guards.backing = false;
        Problem problem = refused(() -> downgrade("3"));
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.details()).anyMatch(line -> line.contains("DROP INDEX CONCURRENTLY i1"));
        assertThat(problem.state().orElseThrow())
                .contains("at version 4 (was 4)", "nothing was taken back", "stopped half-way")
                .doesNotContain("as before")
                .doesNotContain("versioned scripts failed");
        assertThat(problem.next()).contains("mvn db:stamp -Ddb.target=3");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("failed");

        scenario.execute("DROP INDEX i2");
        Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of("3")),
                version -> Optional.of(StampTest.scratch(version)),
                backups.resolve("reports"),
                false,
                false));
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void halfAnUndoScriptIsNotCalledAsBeforeWhenTheBackupCannotBeRestored() {
        scenario.script("V4__index.sql", "CREATE INDEX i1 ON customer (name);")
                .script("U4__index.sql", "DROP INDEX CONCURRENTLY i1;\n" + GATE)
                .script("U4__index.sql.conf", "executeInTransaction=false");
        scenario.upgrade();
        guards.check = false;
        Problem problem = refused(() -> downgrade("3"));
        assertThat(problem.state().orElseThrow())
                .contains("is in use, but not as it was, at version 4 (was 4)", "stopped half-way", "not restored")
                .doesNotContain("as before", "versioned scripts failed");
        assertThat(problem.next()).contains("mvn db:restore");
    }

    @Test
    void nothingIsTakenBackWhenThatIsAskedFor() {
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;" + GATE);
        guards.onFailure = WayOut.STOP;
        assertThat(refused(() -> downgrade("1")).state().orElseThrow())
                .contains("at version 2 (was 3)", "db.onFailure is stop");
    }

    @Test
    void aLockThatIsHeldForTooLongIsRefused() {
        guards.maxLockTime = Optional.of(Duration.ofMillis(100));
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail; SELECT pg_sleep(0.3);");
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.what()).contains("db.maxLockTime");
        assertThat(problem.details()).anyMatch(line -> line.startsWith("U2__mail.sql:1:1 holds ACCESS EXCLUSIVE"));
    }

    @Test
    void theSchemaAloneIsRehearsedWithKeptScriptsToo() {
        guards.rehearsal = Optional.of(Mode.SCHEMA);
        guards.backing = false;
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
        Path folder = backups.resolve("reports");
        PreviewOutcome shown = scenario.discreet(() -> Preview.run(new Preview.Request(
                scenario.request(),
                new PreviewGoal.Down(Targets.down(Optional.of("2"))),
                folder.resolve("preview.sql"),
                Optional.of(guards.get().checking().orElseThrow().request()),
                Optional.of(guards.get()))));
        assertThat(shown.schema()).isPresent();
        assertThat(shown.warnings()).contains("  table public.phone: no rows");
        assertThat(shown.rehearsal().orElseThrow().locks())
                .extracting(lock -> lock.place())
                .containsExactly("U3__create_phone.sql:1:1");
        guards.plan = Optional.of(ReviewedPlan.read(new JsonReport().write(folder, shown), Direction.DOWN));
        assertThat(refused(() -> downgrade("1")).details())
                .containsExactly("U2__mail.sql would run, and is not in the plan");
        assertThat(downgrade("2").versionAfter()).contains("2");
        assertThat(refused(() -> ReviewedPlan.read(folder.resolve("plan.json"), Direction.UP))
                        .what())
                .endsWith("is no plan of an upgrade.");
    }

    @Test
    void anAssertionOfALaterVersionNeedNotHold() throws IOException {
        Path file = Files.createDirectories(backups.resolve("db/assertions")).resolve("all.sql");
        Files.writeString(file, "SELECT mail FROM customer WHERE mail = ''; SELECT id FROM customer WHERE id = 0;");
        guards.assertions = AssertionFiles.find(
                "assertions", backups, List.of(), scenario.request().project().offlinePlaceholders());
        DowngradeOutcome outcome = downgrade("1");
        assertThat(outcome.steps().get(5).details())
                .anyMatch(line -> line.contains("all.sql:1:1: could not be asked: column \"mail\" does not exist"));

        Files.writeString(file, "SELECT id FROM customer WHERE id = 7;");
        guards.assertions = AssertionFiles.find(
                "assertions", backups, List.of(), scenario.request().project().offlinePlaceholders());
        scenario.upgrade();
        assertThat(refused(() -> downgrade("1")).what()).isEqualTo("the rehearsal on a copy failed");
    }
}
