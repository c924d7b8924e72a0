package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Problem;
import dev.belay.testing.Snapshot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Scripts in all forms that Flyway knows have the effect that they have under plain Flyway, history included. */
class ScriptFormsTest extends DatabaseSuite {

    private static final String HISTORY = "flyway_schema_history";

    /** Upgrades with Belay here and with plain Flyway on another database, and compares. */
    private void asPlainFlyway(String history) {
        try (var other = scenario.another()) {
            scenario.upgrade();
            other.plain().migrate();
            assertThat(Snapshot.likeness(scenario.database(), history))
                    .isEqualTo(Snapshot.likeness(other.database(), history));
        }
        // which validates first
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
        assertThat(scenario.upgrade().applied()).isEmpty();
    }

    @Test
    void ownPrefixesSuffixesAndSeparator() {
        scenario.set("sqlMigrationPrefix", "up-")
                .set("repeatableSqlMigrationPrefix", "always-")
                .set("sqlMigrationSeparator", "--")
                .set("sqlMigrationSuffixes", ".psql,.ddl")
                .undoPrefix("down-")
                .script("up-1--one_thing.psql", "CREATE TABLE one ();")
                .script("up-1_2--two.ddl", "CREATE TABLE two ();")
                .script("down-1.2--two.ddl", "DROP TABLE two;")
                .script("always-view.psql", "CREATE VIEW nothing AS SELECT 1 AS n;")
                .script("always--view.psql", "CREATE OR REPLACE VIEW always AS SELECT 1 AS n;")
                .script("V9__not_ours.sql", "SELECT 1/0;");
        asPlainFlyway(HISTORY);

        assertThat(scenario.downgrade("-1").undone()).extracting("script").containsExactly("down-1.2--two.ddl");
        assertThat(scenario.query("SELECT to_regclass('two')")).containsExactly("");
    }

    @Test
    void foldersBelowSeveralLocations() {
        scenario.locations(
                        "filesystem:" + scenario.folder().resolve("a"),
                        "filesystem:" + scenario.folder().resolve("b"))
                .script("a/deep/er/V1__one.sql", "CREATE TABLE one ();")
                .script("b/V2__two.sql", "CREATE TABLE two ();")
                .script("b/deep/R__three.sql", "CREATE OR REPLACE VIEW three AS SELECT 3 AS n;")
                .script("c/V3__elsewhere.sql", "SELECT 1/0;");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT script FROM flyway_schema_history ORDER BY installed_rank"))
                .containsExactly("deep/er/V1__one.sql", "V2__two.sql", "deep/R__three.sql");
    }

    @Test
    void repeatablesRunLastAndAgainWhenTheirTextChanges() {
        scenario.table("1", "one")
                .script("R__b.sql", "CREATE OR REPLACE VIEW b AS SELECT 1 AS n;")
                .script("R__a.sql", "CREATE OR REPLACE VIEW a AS SELECT 1 AS n;");
        asPlainFlyway(HISTORY);
        scenario.script("R__a.sql", "CREATE OR REPLACE VIEW a AS SELECT 2 AS n;")
                .table("2", "two");

        var outcome = scenario.upgrade();

        assertThat(outcome.applied()).extracting("script").containsExactly("V2__create_two.sql", "R__a.sql");
        assertThat(scenario.query("SELECT n FROM a")).containsExactly("2");
        assertThat(scenario.states()).contains("a superseded", "a applied");
        scenario.plain().validate();
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
    }

    @Test
    void byteOrderMarkAndWindowsLineEnds() {
        scenario.script("V1__bom.sql", "\uFEFFCREATE TABLE one (n int);\r\nINSERT INTO one VALUES (1);\r\n")
                .script("V2__crlf.sql", "-- a\r\nCREATE TABLE two (t text DEFAULT 'a\r\nb');\r\n\r\n");
        asPlainFlyway(HISTORY);
    }

    @Test
    void anEncodingOfTheProjectAndOneOfAScript() {
        scenario.set("encoding", "ISO-8859-1")
                .script("V1__project.sql", "CREATE TABLE t AS SELECT 'Größe'::text AS t;", StandardCharsets.ISO_8859_1)
                .script("V2__script.sql", "INSERT INTO t VALUES ('žluť');", StandardCharsets.UTF_8)
                .script("V2__script.sql.conf", "encoding=UTF-8\n");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT t FROM t ORDER BY t")).containsExactlyInAnyOrder("Größe", "žluť");
    }

    @Test
    void aScriptInLatin1AmongOthers() {
        scenario.script("V1__latin.sql", "CREATE TABLE t AS SELECT 'Größe'::text AS t;", StandardCharsets.ISO_8859_1)
                .script("V1__latin.sql.conf", "encoding=ISO-8859-1\n");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT t FROM t")).containsExactly("Größe");
    }

    @Test
    void placeholdersOfTheProjectAndOfFlyway() {
        scenario.set("placeholders.Owner", "Eve")
                .set("placeholders.n", "5")
                .script("V1__values.sql", """
                        CREATE TABLE v (k text, v text);
                        INSERT INTO v VALUES ('owner', '${owner}'), ('Owner', '${Owner}'), ('n', ${n} + ${n});
                        INSERT INTO v VALUES ('schema', '${flyway:defaultSchema}'), ('table', '${flyway:table}'),
                            ('database', '${flyway:database}'), ('user', '${flyway:user}'),
                            ('file', '${flyway:filename}'), ('directory', '${flyway:workingDirectory}'),
                            ('environment', '${flyway:environment}');
                        SELECT '${flyway:timestamp}'::timestamp;
                        """)
                .script("R__named.sql", "CREATE OR REPLACE VIEW named AS SELECT '${owner}'::text AS t;");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT v FROM v WHERE k IN ('owner', 'n', 'schema', 'database') ORDER BY k"))
                .containsExactly(scenario.database().name(), "10", "Eve", "public");
    }

    @Test
    void aRepeatableRunsAgainWhenAPlaceholderChanges() {
        scenario.set("placeholders.n", "1").script("R__p.sql", "CREATE OR REPLACE VIEW p AS SELECT ${n} AS n;");
        asPlainFlyway(HISTORY);
        scenario.set("placeholders.n", "2");

        assertThat(scenario.upgrade().applied()).extracting("script").containsExactly("R__p.sql");
        assertThat(scenario.query("SELECT n FROM p")).containsExactly("2");
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
    }

    @Test
    void placeholdersWithOtherBrackets() {
        scenario.set("placeholderPrefix", "<<")
                .set("placeholderSuffix", ">>")
                .set("placeholders.name", "t")
                .script("V1__t.sql", "CREATE TABLE <<name>> AS SELECT '${name}'::text AS n;");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT n FROM t")).containsExactly("${name}");
    }

    @Test
    void placeholdersSwitchedOffForAScriptOrTheProject() {
        scenario.script("V1__off.sql", "CREATE TABLE t AS SELECT '${nothing}'::text AS n;")
                .script("V1__off.sql.conf", "placeholderReplacement=false\n");
        asPlainFlyway(HISTORY);
        scenario.delete("V1__off.sql.conf")
                .set("placeholderReplacement", "false")
                .script("V2__off.sql", "SELECT '${n}';");

        assertThat(scenario.upgrade().applied()).hasSize(1);
    }

    @Test
    void dollarQuotesStringsAndNestedComments() {
        scenario.script("V1__quotes.sql", """
                /* a /* nested; */ comment; */
                CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$
                BEGIN
                    -- it's; not the end
                    RETURN $x$;$x$ || 'it''s; ' || E'\\'; \\\\';
                END;
                $body$;
                CREATE TABLE "odd;name" ("a;b" text DEFAULT ';');
                INSERT INTO "odd;name" VALUES (U&'\\0441;'), ('a
                b;'), (f());
                DO $$ BEGIN PERFORM 1; END $$;
                CREATE RULE r AS ON DELETE TO "odd;name" DO INSTEAD (SELECT 1; SELECT 2);
                """);
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT count(*) FROM \"odd;name\"")).containsExactly("3");
    }

    @Test
    void functionsWithAnSqlBody() {
        scenario.script("V1__atomic.sql", """
                CREATE TABLE t (n int);
                CREATE FUNCTION add(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
                    INSERT INTO t VALUES (a);
                    SELECT CASE WHEN a > 0 THEN a ELSE 0 END;
                END;
                CREATE PROCEDURE add_two(a int) LANGUAGE sql BEGIN ATOMIC SELECT add(a); SELECT add(a + 1); END;
                CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1;
                CALL add_two(4);
                """);
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT n FROM t ORDER BY n")).containsExactly("4", "5");
    }

    @Test
    void dataInTheScript() {
        scenario.script("V1__copy.sql", """
                CREATE TABLE t (n int, s text);
                COPY t (n, s) FROM STDIN;
                1\tone; two
                2\t\\N
                3\tit's $$ /* here
                \\.
                COPY t FROM STDIN WITH (FORMAT csv);
                4,"a
                b"
                \\.
                INSERT INTO t VALUES (5, 'after');
                """);
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT n, coalesce(s, 'null') FROM t ORDER BY n"))
                .containsExactly("1|one; two", "2|null", "3|it's $$ /* here", "4|a\nb", "5|after");
    }

    @Test
    void jsonBracesQuestionMarksAndResultRows() {
        scenario.script("V1__json.sql", """
                CREATE TABLE j (v jsonb DEFAULT '{"fn": "{d}"}');
                INSERT INTO j VALUES ('{"a": {"b": 1}}'), (DEFAULT);
                DELETE FROM j WHERE v ? 'a' OR v @> '{"x": {}}';
                SELECT * FROM j;
                SELECT '{fn now()}', '{d ''2020-01-01''}';
                """);
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT v FROM j")).containsExactly("{\"fn\": \"{d}\"}");
    }

    @Test
    void scriptsWithoutStatements() {
        scenario.script("V1__empty.sql", "")
                .script("V2__comment.sql", "-- nothing\n/* here */ ;;\n")
                .table("3", "t");
        asPlainFlyway(HISTORY);
    }

    @Test
    void settingsThatAScriptChangesDoNotReachTheNext() {
        scenario.script("V1__path.sql", "CREATE SCHEMA other; SET search_path = other; CREATE TABLE a ();")
                .script("V2__b.sql", "CREATE TABLE b ();");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT to_regclass('other.a'), to_regclass('public.b')"))
                .containsExactly("other.a|b");
    }

    @Test
    void aRoleThatAScriptTakesDoesNotReachTheNext() {
        String role = scenario.database().name() + "_app";
        scenario.superuser()
                .execute("CREATE ROLE " + role + "; GRANT " + role + " TO " + scenario.owner()
                        + "; GRANT CREATE, USAGE ON SCHEMA public TO " + role);
        try {
            scenario.script("V1__role.sql", "SET ROLE " + role + "; CREATE TABLE a ();")
                    .script("V2__b.sql", "CREATE TABLE b ();");
            scenario.upgrade();

            assertThat(scenario.query(
                            "SELECT tableowner FROM pg_tables WHERE tablename IN ('a', 'b') ORDER BY tablename"))
                    .containsExactly(role, scenario.owner());
            assertThat(scenario.query("SELECT DISTINCT installed_by FROM flyway_schema_history"))
                    .containsExactly(scenario.owner());
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void anotherSchemaAndTableThatAreCreated() {
        scenario.set("defaultSchema", "App Data")
                .set("schemas", "App Data,second")
                .set("table", "My History")
                .table("1", "t")
                .script("U2__schema.sql", "DROP TABLE u, second.v;")
                .script("V2__schema.sql", "CREATE TABLE \"${flyway:defaultSchema}\".u (); CREATE TABLE second.v ();");
        asPlainFlyway("\"App Data\".\"My History\"");

        assertThat(scenario.query("SELECT to_regclass('\"App Data\".t'), to_regclass('public.t')"))
                .containsExactly("\"App Data\".t|");
        scenario.downgrade("-1");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aDatabaseWithObjectsIsBaselined() {
        scenario.execute("CREATE TABLE older (n int)");
        scenario.set("baselineOnMigrate", "true")
                .set("baselineVersion", "1")
                .set("baselineDescription", "as it was")
                .table("1", "never")
                .table("2", "two");
        try (var other = scenario.another()) {
            other.execute("CREATE TABLE older (n int)");
            other.plain().migrate();
            scenario.upgrade();
            assertThat(Snapshot.likeness(scenario.database(), HISTORY))
                    .isEqualTo(Snapshot.likeness(other.database(), HISTORY));
        }
        assertThat(scenario.states()).contains("1 baseline", "2 applied");
    }

    @Test
    void groupedScriptsShareATransaction() {
        scenario.set("group", "true")
                .table("1", "one")
                .table("2", "two")
                .script("V3__three.sql", "CREATE TABLE three ();");
        asPlainFlyway(HISTORY);

        assertThat(scenario.query("SELECT count(DISTINCT xmin::text) FROM flyway_schema_history"))
                .containsExactly("1");
    }

    @Test
    void olderScriptsOutOfOrder() {
        scenario.table("2", "two");
        scenario.upgrade();
        scenario.table("1", "one");
        Problem late = refused(scenario::upgrade);
        assertThat(late.details())
                .singleElement()
                .asString()
                .endsWith("V1__create_one.sql: not applied, and a later version is");
        assertThat(late.next())
                .contains("a version above those that are", "mvn db:upgrade -Dflyway.outOfOrder=true")
                .doesNotContain("repair", "bring back");

        scenario.script("V2__create_two.sql", "CREATE TABLE other ();");
        assertThat(refused(scenario::upgrade).next()).contains("outOfOrder", "bring back the scripts");
        scenario.table("2", "two");
        scenario.set("outOfOrder", "true");

        assertThat(scenario.upgrade().applied()).extracting("script").containsExactly("V1__create_one.sql");
        assertThat(scenario.states()).containsExactlyInAnyOrder("2 applied", "1 out of order");
        scenario.plain().validate();
    }
}
