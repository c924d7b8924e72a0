package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.finding.Finding;
import dev.belay.generate.Wanted;
import dev.belay.generate.WantedFile;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.GenerateOutcome.Loss;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import dev.belay.report.GenerateText;
import dev.belay.report.Line;
import dev.belay.report.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {

    private static final String PEOPLE = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TABLE people (id bigint PRIMARY KEY, name varchar(100), age int, mood mood DEFAULT 'good', mail text);
            CREATE TABLE orders (id bigint PRIMARY KEY, person bigint, total int NOT NULL, note text);
            CREATE INDEX orders_by_note ON orders (note);
            CREATE VIEW adults AS SELECT id, name FROM people WHERE age >= 18;
            """;

    @TempDir
    Path temp;

    private GenerateProject project;

    @BeforeEach
    void open() {
        project = new GenerateProject(temp);
    }

    private List<Result> tested() {
        return project.test().scripts().stream().map(TestedScript::result).toList();
    }

    /** What was written makes the wanted schema, so that there is nothing left to write. */
    private void assertComplete(String wanted) {
        GenerateOutcome again = project.generate(wanted, "", true, rename -> false);
        assertThat(again.scripts()).isEmpty();
        assertThat(again.remaining()).isEmpty();
        assertThat(again.leftOut()).isEmpty();
    }

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

    private static String said(GenerateOutcome outcome) {
        return String.join(
                "\n",
                GenerateText.lines(outcome, Style.PLAIN).stream()
                        .map(Line::text)
                        .toList());
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
    void hintsFoldNamesAsTheServerDoes() {
        project.script("V1__t.sql", "CREATE TABLE t (id int, name text, mail text);");
        String wanted = """
                CREATE TABLE T (
                    id int,
                    -- db:renamed from Name
                    fullName text,
                    "eMail" text);
                """;
        GenerateOutcome outcome = project.generate(wanted, "t.mail:t.\"eMail\"", false, rename -> false);
        assertThat(outcome.renames())
                .containsExactly("column public.t.mail to eMail", "column public.t.name to fullname");
        assertThat(outcome.leftOut()).isEmpty();
        assertComplete(wanted);
    }

    @Test
    void hintsThatNoRenameCanFollowAreRefused() {
        project.script("V1__t.sql", "CREATE SCHEMA app; CREATE TABLE t (a int); CREATE TABLE u (b int);");
        String wanted =
                "CREATE SCHEMA app; CREATE TABLE app.t2 (a int); CREATE TABLE t (c int); CREATE TABLE u (d int);";
        assertThatThrownBy(() -> project.generate(wanted, "t:app.t2", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("leaves a table in its schema");
        assertThatThrownBy(() -> project.generate(wanted, "t:t3", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the wanted schema has no such table");
        assertThatThrownBy(() -> project.generate(wanted, "t.a:t.z", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the wanted schema has no such column");
        assertThatThrownBy(() -> project.generate(wanted, "t.a:u.d", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("leaves a column in its table");
        assertThatThrownBy(() -> project.generate("CREATE SCHEMA app;", "t.a:t.b", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.renames: t.a is to become t.b")
                .hasMessageContaining("the wanted schema has no table public.t");
    }

    @Test
    void defaultPrivilegesGiveNobodyWhatIsFlywaysOrBelays() {
        project.script("V1__t.sql", "CREATE TABLE t (a int);");
        String wanted = "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; CREATE TABLE t (a int);";
        project.generate(wanted);
        assertThat(project.read("V2__generated.sql"))
                .contains("GRANT SELECT ON TABLE public.t TO PUBLIC")
                .doesNotContain("flyway_schema_history")
                .doesNotContain("belay.");
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
    void aCheckThatPartitionsInheritIsRenamedOnce() {
        String table = "CREATE TABLE t (a int, CONSTRAINT %s CHECK (a > 0)) PARTITION BY RANGE (a);"
                + " CREATE TABLE part PARTITION OF t FOR VALUES FROM (1) TO (9);"
                + " CREATE TABLE zpart PARTITION OF t FOR VALUES FROM (9) TO (19);";
        project.script("V1__t.sql", table.formatted("former"));
        project.generate(table.formatted("later"));
        assertThat(project.read("V2__generated.sql").lines().filter(line -> line.contains("RENAME CONSTRAINT")))
                .singleElement()
                .isEqualTo("ALTER TABLE public.t RENAME CONSTRAINT former TO later;");
        assertComplete(table.formatted("later"));
    }

    @Test
    void hintsKeepWhatHasGotAnotherName() {
        project.script("V1__people.sql", PEOPLE);
        String wanted = """
                CREATE TYPE mood AS ENUM ('good', 'bad');
                -- db:renamed from people
                CREATE TABLE persons (
                    id bigint PRIMARY KEY, name varchar(100), age int, mood mood DEFAULT 'good',
                    -- db:renamed from mail
                    email text);
                CREATE TABLE orders (id bigint PRIMARY KEY, person bigint, sum int NOT NULL, note text);
                CREATE INDEX orders_note_index ON orders (note);
                CREATE VIEW adults AS SELECT id, name FROM persons WHERE age >= 18;
                """;
        GenerateOutcome outcome = project.generate(wanted, "orders.total:orders.sum", false, rename -> false);
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.renames())
                .containsExactly(
                        "table public.people to persons",
                        "column public.orders.total to sum",
                        "column public.persons.mail to email");
        assertThat(project.read("V2__generated.sql"))
                .contains("ALTER TABLE public.people RENAME TO persons;")
                .contains("RENAME CONSTRAINT people_pkey TO persons_pkey")
                .contains("ALTER INDEX public.orders_by_note RENAME TO orders_note_index")
                .doesNotContain("DROP");
        assertThat(project.read("U2__generated.sql")).doesNotContain("DROP");
        assertComplete(wanted);
    }

    @Test
    void whoeverIsAskedSaysWhatIsRenamed() {
        project.script("V1__people.sql", "CREATE TABLE people (id bigint PRIMARY KEY, first text, last text);");
        String wanted = "CREATE TABLE people (id bigint PRIMARY KEY, given text, family text);";
        var asked = new ArrayList<String>();
        GenerateOutcome outcome = project.generate(wanted, "", false, rename -> {
            asked.add(rename.words());
            return rename.to().equals("given") == rename.column().orElseThrow().equals("first");
        });
        assertThat(asked)
                .contains("column public.people.first to given", "column public.people.last to family")
                .doesNotHaveDuplicates();
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.candidates()).isEmpty();
        assertComplete(wanted);
    }

    @Test
    void hintForWhatIsNotThereIsRefused() {
        project.script("V1__people.sql", PEOPLE);
        assertThatThrownBy(() -> project.generate(
                        "CREATE TABLE a ();", "people.nothing:people.something", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("people.nothing is to become people.something");
        assertThatThrownBy(() -> project.generate("CREATE TABLE a ();", "people", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("is no rename");
    }

    @Test
    void dumpOfALiveDatabaseIsReadAsItIs() {
        String wanted = """
                --
                -- PostgreSQL database dump
                --
                \\restrict abcDEF123

                SET statement_timeout = 0;
                SET client_encoding = 'UTF8';
                SELECT pg_catalog.set_config('search_path', '', false);
                SET default_tablespace = '';
                CREATE SCHEMA public;
                CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $$SELECT 1$$;
                ALTER FUNCTION public.f() OWNER TO somebody;
                CREATE TABLE public.flyway_schema_history (installed_rank integer NOT NULL);
                CREATE TABLE public.a (id integer NOT NULL, t text);
                COPY public.a (id, t) FROM stdin;
                1	one
                \\.
                ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
                \\unrestrict abcDEF123
                """;
        GenerateOutcome outcome = project.generate(wanted);
        assertThat(outcome.notes()).singleElement().asString().contains("owners that the scratch server does not have");
        assertThat(project.read("V1__generated.sql"))
                .contains("CREATE TABLE public.a")
                .doesNotContain("flyway");
        assertComplete(wanted);
    }

    @Test
    void commandOfPsqlIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> project.generate("CREATE TABLE a ();\n\\ir other.sql\n"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("wanted.sql:2:1: \\ir other.sql is a command of psql's");
        assertThatThrownBy(() -> project.generate("CREATE TABLE a ();\nCREATE TABLE a ();\n"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("wanted.sql:2:1: ERROR: relation \"a\" already exists");
        assertThat(project.files()).isEmpty();
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
    void whatNobodyKnowsToWriteIsNamed() {
        project.script("V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
        GenerateOutcome outcome = project.generate(
                "CREATE TABLE a (id int PRIMARY KEY, b text);\nALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;");
        assertThat(outcome.scripts()).hasSize(1);
        assertThat(outcome.remaining()).isNotEmpty().allMatch(line -> line.contains("default privileges"));
        assertThat(said(outcome)).contains("Still different afterwards");
    }

    @Test
    void repeatableScriptsArePartOfWhatIsThere() {
        project.script("V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY, n int);");
        project.script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id, n FROM a;");
        String wanted = "CREATE TABLE a (id int PRIMARY KEY, n bigint, b int); CREATE VIEW v AS SELECT id, n FROM a;";
        GenerateOutcome outcome = project.generate(wanted);
        assertThat(outcome.notes()).isEmpty();
        assertThat(project.read("V2__generated.sql")).contains("ADD COLUMN b", "DROP VIEW IF EXISTS");
        assertComplete(wanted);
    }

    @Test
    void whatOnlyRepeatableScriptsMakeIsWarnedOf() {
        project.script("V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
        project.script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");
        GenerateOutcome outcome =
                project.generate("CREATE TABLE a (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a;"
                        + " GRANT SELECT ON v TO PUBLIC;");
        assertThat(outcome.notes())
                .singleElement()
                .asString()
                .contains("V2__generated.sql", "\"public.v\" does not exist", "migrated from the beginning");
    }

    @Test
    void lineEndsOfFilesAreNoDifference() {
        String functions = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND $$;\n"
                + "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$\nBEGIN\n  PERFORM 1;\nEND $$;\n"
                + "CREATE TABLE t (a int);\nCOMMENT ON TABLE t IS 'one line\nand another';\n";
        project.script("V1__f.sql", functions.replace("\n", "\r\n"));
        assertThat(project.generate(functions).scripts()).isEmpty();
        String more = functions.replace("(a int)", "(a int, b int)");
        project.generate(more.replace("\n", "\r\n"));
        assertThat(project.read("V2__generated.sql"))
                .contains("ADD COLUMN b")
                .doesNotContain("FUNCTION", "PROCEDURE", "COMMENT");
        assertComplete(more);
    }

    @Test
    void aFunctionThatIsAnotherIsStillADifference() {
        String function = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND $$;\n";
        project.script("V1__f.sql", function.replace("\n", "\r\n"));
        String wanted = function.replace("1", "2");
        project.generate(wanted);
        assertThat(project.read("V2__generated.sql")).contains("RETURN 2");
        assertThat(tested()).doesNotContain(Result.DIFFERS, Result.UNDO_FAILS);
        assertComplete(wanted);
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

    @Test
    void aDomainComesBehindTheFunctionThatItsCheckCalls() {
        String wanted = """
                CREATE FUNCTION is_code(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT $1 <> ''$$;
                CREATE DOMAIN code AS text CONSTRAINT code_check CHECK (is_code(VALUE));
                CREATE TABLE items (id bigint PRIMARY KEY, code code);
                """;
        project.generate(wanted);
        assertThat(tested()).containsExactly(Result.EXACT);
        assertComplete(wanted);
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
