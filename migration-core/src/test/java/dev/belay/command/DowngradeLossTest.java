package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a downgrade takes away for good is counted before, and production gives away nothing unasked. */
class DowngradeLossTest extends DowngradeSuite {

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

        asked.acceptLoss = true;
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
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        asked.backing = false;
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

        asked.rehearsal = Optional.empty();
        assertThat(refusedInProduction("4").details()).hasSize(1);
        scenario.script("U5__nothing.sql", "SELECT pg_sleep(0); UPDATE phone SET id = id;");
        assertThat(downgrade("4").versionAfter()).contains("4");
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
        asked.force = true;
        assertThat(downgrade("4").loss().orElseThrow().items()).isEmpty();
    }

    @Test
    void valuesThatAnUpdateOverwritesAreNotKnownWhereThereAreNone() {
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        asked.backing = false;
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
        asked.force = true;
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
        asked.rehearsal = Optional.empty();
        asked.backing = false;
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
}
