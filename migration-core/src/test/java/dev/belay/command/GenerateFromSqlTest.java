package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestedScript.Result;
import org.junit.jupiter.api.Test;

/** How the SQL of the wanted schema is read, and compared with what the scripts make. */
class GenerateFromSqlTest extends GenerateSuite {

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
}
