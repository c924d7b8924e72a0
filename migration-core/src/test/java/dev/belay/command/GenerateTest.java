package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.generate.Wanted;
import dev.belay.generate.WantedFile;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.GenerateOutcome.Loss;
import dev.belay.outcome.TestedScript.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What db:generate writes, and what it says of it. */
class GenerateTest extends GenerateSuite {

    @Test
    void firstScriptIsMadeOfNothingButTheWantedSchema() {
        GenerateOutcome outcome = project.generate(PEOPLE);
        assertThat(project.files()).containsExactly("U1__generated.sql", "V1__generated.sql");
        assertThat(outcome.scripts()).singleElement().satisfies(script -> {
            assertThat(script.undone()).isTrue();
            assertThat(script.text()).doesNotContain("CONCURRENTLY").doesNotContain("NOT VALID");
        });
        assertThat(tested()).containsExactly(Result.EXACT);
        assertComplete(PEOPLE);
        assertThat(project.files()).hasSize(2);
    }

    @Test
    void whatWouldLoseSomethingStandsInTheScriptAsComment() {
        project.script("V1__people.sql", PEOPLE);
        String wanted = """
                CREATE TYPE mood AS ENUM ('good');
                CREATE TABLE people (id bigint PRIMARY KEY, name varchar(50), age int, mood mood DEFAULT 'good', city text);
                CREATE VIEW adults AS SELECT id, name FROM people WHERE age >= 18;
                """;
        GenerateOutcome outcome = project.generate(wanted);
        assertThat(outcome.leftOut())
                .extracting(Loss::what)
                .contains(
                        "the rows of public.orders",
                        "what is in public.people.mail",
                        "values of the enum public.mood, or their order",
                        "values of public.people.name that character varying(100) holds and character varying(50) does"
                                + " not");
        assertThat(project.read("V2__generated.sql"))
                .contains("ADD COLUMN city text;")
                .contains("--     DROP TABLE public.orders;")
                .contains("db.destructive=true")
                .contains("db.renames=public.people.mail:public.people.city")
                .doesNotContainPattern("(?m)^DROP TABLE");
        assertThat(said(outcome)).contains("-Ddb.renames=public.people.mail:public.people.city");

        GenerateOutcome again = project.generate(wanted);
        assertThat(again.scripts()).isEmpty();
        assertThat(again.leftOut()).hasSameSizeAs(outcome.leftOut());
        assertThat(said(again)).contains("There is nothing else to write.");
        assertThat(project.files()).containsExactly("U2__generated.sql", "V1__people.sql", "V2__generated.sql");

        GenerateOutcome allowed = project.generate(wanted, "", true, rename -> false);
        assertThat(allowed.leftOut()).isEmpty();
        assertThat(project.read("V3__generated.sql")).containsPattern("(?m)^DROP TABLE public.orders;");
        assertThat(project.read("U3__generated.sql")).contains("The rows of");
        assertComplete(wanted);
    }

    @Test
    void dryRunShowsAndWritesNothing() {
        var wanted = new Wanted.Sql(List.of(
                new WantedFile("a.sql", "CREATE TABLE a (id int PRIMARY KEY);"),
                new WantedFile("b.sql", "CREATE TABLE b (a int REFERENCES a);")));
        GenerateOutcome outcome = project.generate(wanted, "", false, rename -> false, true);
        assertThat(project.files()).isEmpty();
        assertThat(said(outcome)).contains("| CREATE TABLE public.b", "would write", "db.dryRun is set");
    }

    @Test
    void objectsOfManyKindsAreMadeChangedAndTakenAway() {
        String first = """
                CREATE SCHEMA app;
                CREATE SEQUENCE app.numbers;
                CREATE DOMAIN app.mail AS text CHECK (VALUE LIKE '%@%');
                CREATE TABLE app.a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m app.mail, n int DEFAULT 1, d date)
                    ;
                CREATE TABLE app.p (id int, d date NOT NULL) PARTITION BY RANGE (d);
                CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
                CREATE FUNCTION app.f(i int) RETURNS int LANGUAGE sql AS 'SELECT i';
                CREATE FUNCTION app.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER t BEFORE UPDATE ON app.a FOR EACH ROW EXECUTE FUNCTION app.t();
                CREATE MATERIALIZED VIEW app.mv AS SELECT id, n FROM app.a;
                ALTER TABLE app.a ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p ON app.a USING (n > 0);
                GRANT SELECT ON app.a TO PUBLIC;
                COMMENT ON TABLE app.a IS 'first';
                """;
        String second = """
                CREATE SCHEMA app;
                CREATE SEQUENCE app.numbers INCREMENT BY 5;
                CREATE DOMAIN app.mail AS text CHECK (VALUE LIKE '%@%.%');
                CREATE TABLE app.a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m app.mail, n int DEFAULT 2, d date,
                    e int GENERATED ALWAYS AS (n + 1) STORED, UNIQUE (m));
                CREATE TABLE app.p (id int, d date NOT NULL, x text) PARTITION BY RANGE (d);
                CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
                CREATE TABLE app.p2 PARTITION OF app.p FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
                CREATE INDEX p_id ON app.p (id);
                CREATE FUNCTION app.f(i int) RETURNS int LANGUAGE sql AS 'SELECT i + 1';
                CREATE FUNCTION app.g() RETURNS SETOF app.a LANGUAGE sql AS 'SELECT * FROM app.a';
                CREATE MATERIALIZED VIEW app.mv AS SELECT id, n, d FROM app.a;
                CREATE UNIQUE INDEX mv_id ON app.mv (id);
                ALTER TABLE app.a ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p ON app.a USING (n > 1);
                CREATE STATISTICS app.s ON n, d FROM app.a;
                COMMENT ON TABLE app.a IS 'second';
                """;
        assertThat(project.generate(first).remaining()).isEmpty();
        assertComplete(first);
        GenerateOutcome outcome = project.generate(second);
        assertThat(outcome.remaining()).isEmpty();
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(tested()).doesNotContain(Result.UNDO_FAILS, Result.DIFFERS, Result.NO_UNDO, Result.UP_FAILS);
        assertComplete(second);
    }

    @Test
    void findingsNameTheFilesThatAreWritten() {
        project.script("V1__t.sql", "CREATE TABLE t (a int);");
        GenerateOutcome outcome = project.generate("CREATE TABLE t (a bigint);", "", true, rename -> false);
        assertThat(outcome.findings())
                .extracting(Finding::location)
                .contains(project.scripts().resolve("V2__generated.sql").toString())
                .contains(project.scripts().resolve("U2__generated.sql").toString())
                .allSatisfy(location -> assertThat(Path.of(location)).exists());
    }

    @Test
    void whatAKilledRunHasLeftIsNotInTheWay() throws Exception {
        String undo = "-- of a run that was killed";
        project.script("U1__generated.sql", undo);
        project.script(".V1__generated.sql.belay-new", "-- not renamed yet");
        var journal = new StringBuilder();
        for (String name : List.of("U1__generated.sql", "V1__generated.sql")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(undo.getBytes(StandardCharsets.UTF_8));
            byte[] path = project.scripts().resolve(name).toString().getBytes(StandardCharsets.UTF_8);
            journal.append(HexFormat.of().formatHex(digest)).append(' ');
            journal.append(Base64.getEncoder().encodeToString(path)).append('\n');
        }
        project.script(".belay-new-files", journal + "\n");
        project.generate("CREATE TABLE t (a int);");
        assertThat(project.files()).containsExactly("U1__generated.sql", "V1__generated.sql");
        assertThat(project.read("U1__generated.sql")).contains("DROP TABLE public.t");
    }
}
