package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.GenerateOutcome.Loss;
import dev.belay.outcome.TestedScript.Result;
import org.junit.jupiter.api.Test;

/** Generated scripts take tables that are in use the safe way, and cut no values. */
class GenerateSafelyTest extends GenerateSuite {

    @Test
    void whatTablesInUseGetBlocksNobody() {
        project.script("V1__people.sql", PEOPLE);
        project.script("U1__people.sql", "DROP VIEW adults; DROP TABLE orders, people; DROP TYPE mood;");
        String wanted = """
                CREATE TYPE mood AS ENUM ('good', 'fair', 'bad');
                CREATE TABLE people (id bigint PRIMARY KEY, name text, age int NOT NULL, mood mood DEFAULT 'fair',
                    mail text UNIQUE, city text NOT NULL, CHECK (age > 0));
                CREATE TABLE orders (id bigint PRIMARY KEY, person bigint REFERENCES people, total bigint NOT NULL,
                    note text, mail text REFERENCES people (mail));
                CREATE INDEX orders_by_person ON orders (person);
                CREATE VIEW adults AS SELECT id, name, city FROM people WHERE age >= 18;
                CREATE TABLE parcels (id bigint PRIMARY KEY, orders bigint NOT NULL REFERENCES orders);
                CREATE INDEX parcels_by_order ON parcels (orders);
                """;
        GenerateOutcome outcome = project.generate(wanted);
        assertThat(project.files())
                .contains(
                        "V2__generated_values.sql",
                        "V3__generated.sql",
                        "V4__generated_indexes.sql",
                        "V4__generated_indexes.sql.conf",
                        "V5__generated_validated.sql",
                        "V6__generated_references.sql",
                        "U6__generated_references.sql");
        assertThat(project.read("V3__generated.sql"))
                .contains("CHECK (age IS NOT NULL) NOT VALID")
                .contains("DEFAULT '' NOT NULL")
                .contains("CREATE INDEX parcels_by_order")
                .doesNotContain("VALIDATE");
        assertThat(project.read("V4__generated_indexes.sql"))
                .contains("CREATE UNIQUE INDEX CONCURRENTLY people_mail_key ON public.people (mail)")
                .contains("DROP INDEX CONCURRENTLY public.orders_by_note")
                .contains("CREATE INDEX CONCURRENTLY orders_by_person");
        assertThat(project.read("V4__generated_indexes.sql.conf")).isEqualTo("executeInTransaction=false\n");
        assertThat(project.read("V5__generated_validated.sql"))
                .contains("ADD CONSTRAINT people_mail_key UNIQUE USING INDEX people_mail_key")
                .containsSubsequence(
                        "VALIDATE CONSTRAINT people_age_is_not_null",
                        "ALTER COLUMN age SET NOT NULL",
                        "DROP CONSTRAINT people_age_is_not_null")
                .contains(
                        "ADD CONSTRAINT orders_mail_fkey FOREIGN KEY (mail) REFERENCES public.people(mail) NOT VALID");
        assertThat(project.read("V6__generated_references.sql")).contains("VALIDATE CONSTRAINT orders_mail_fkey");
        assertThat(GenerateProject.rules(outcome))
                .doesNotContain(
                        "index-blocks-writes",
                        "add-foreign-key-scans-table",
                        "add-check-scans-table",
                        "add-unique-builds-index",
                        "set-not-null-scans-table",
                        "validated-under-strong-lock",
                        "work-after-strong-lock");
        assertThat(tested()).containsOnly(Result.EXACT);
        assertComplete(wanted);
    }

    @Test
    void typesAreChangedWithoutACastThatCutsValues() {
        project.script("V1__words.sql", "CREATE TABLE words (w text, s varchar(3));");
        String wanted = "CREATE TABLE words (w varchar(3), s text);";
        project.generate(wanted, "", true, rename -> false);
        assertThat(project.read("V2__generated.sql"))
                .contains("ALTER COLUMN w TYPE")
                .doesNotContain("USING");
        assertThat(project.read("U2__generated.sql"))
                .contains("ALTER COLUMN s TYPE")
                .contains("Values of words.s that character varying(3) does not hold")
                .doesNotContain("USING");
        assertComplete(wanted);
    }

    @Test
    void aNewDefaultLeavesKeysInTheirPlace() {
        project.script(
                "V1__t.sql",
                "CREATE TABLE t (id uuid PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY, t uuid REFERENCES t);");
        String wanted = "CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid());"
                + " CREATE TABLE u (id int PRIMARY KEY, t uuid REFERENCES t);";
        assertThat(project.generate(wanted).scripts()).hasSize(1);
        assertThat(project.read("V2__generated.sql")).contains("SET DEFAULT").doesNotContain("CONSTRAINT");
        assertComplete(wanted);
    }

    @Test
    void rowsThatGetAValueAreWrittenByThemselvesBeforeTheCheck() {
        project.script("V1__t.sql", "CREATE TABLE t (a int);");
        String wanted = "CREATE TABLE t (a int NOT NULL DEFAULT 1);";
        project.generate(wanted);
        assertThat(project.files())
                .contains(
                        "V2__generated.sql",
                        "V3__generated_rows.sql",
                        "V4__generated_checks.sql",
                        "V5__generated_validated.sql");
        assertThat(project.read("V3__generated_rows.sql"))
                .contains("This writes rows", "UPDATE public.t")
                .doesNotContain("ALTER TABLE");
        assertThat(project.read("V4__generated_checks.sql")).contains("CHECK (a IS NOT NULL) NOT VALID");
        assertThat(project.read("V5__generated_validated.sql")).doesNotContain("UPDATE");
        assertComplete(wanted);
    }

    @Test
    void namesWithBlanksGoTheSafeWayToo() {
        project.script("V1__t.sql", "CREATE TABLE t (a int, b int); CREATE INDEX \"by b\" ON t (b);");
        String wanted = "CREATE TABLE t (a int, b int, CONSTRAINT \"one a\" UNIQUE (a));";
        project.generate(wanted);
        assertThat(project.files()).contains("V2__generated_indexes.sql", "V3__generated_validated.sql");
        assertThat(project.read("V2__generated_indexes.sql"))
                .contains("DROP INDEX CONCURRENTLY public.\"by b\"", "CREATE UNIQUE INDEX CONCURRENTLY \"one a\"");
        assertComplete(wanted);
    }

    @Test
    void aNewIdentityNumbersTheRowsThatAreThere() {
        project.script("V1__t.sql", "CREATE TABLE t (a int);");
        String wanted = "CREATE TABLE t (a int, id bigint GENERATED ALWAYS AS IDENTITY);";
        project.generate(wanted);
        assertThat(project.read("V2__generated.sql"))
                .contains("ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS IDENTITY")
                .doesNotContain("DEFAULT 0");
        assertComplete(wanted);
    }

    @Test
    void rowsGetNoValueWhileTheDefaultThatTheyAreToGetIsLeftOut() {
        project.script("V1__t.sql", "CREATE TABLE t (a text DEFAULT 'x', b int);");
        String wanted = "CREATE TABLE t (a date NOT NULL DEFAULT CURRENT_DATE, b int, c int);";
        GenerateOutcome outcome = project.generate(wanted);
        assertThat(project.files()).containsExactly("U2__generated.sql", "V1__t.sql", "V2__generated.sql");
        assertThat(project.read("V2__generated.sql"))
                .contains("ADD COLUMN c", "--     UPDATE public.t")
                .doesNotContainPattern("(?m)^UPDATE")
                .doesNotContain("IS NOT NULL) NOT VALID");
        assertThat(outcome.leftOut()).extracting(Loss::sql).anyMatch(sql -> sql.contains("SET NOT NULL"));
    }

    @Test
    void aTypeThatHasNoCastIsConvertedByItsText() {
        project.script("V1__visits.sql", "CREATE TABLE visits (id bigint PRIMARY KEY, member uuid);");
        String wanted = "CREATE TABLE visits (id bigint PRIMARY KEY, member int);";
        project.generate(wanted, "", true, rename -> false);
        assertThat(project.read("V2__generated.sql")).contains("USING member::text::integer");
        assertComplete(wanted);
    }
}
