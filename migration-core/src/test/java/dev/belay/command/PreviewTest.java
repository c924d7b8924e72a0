package dev.belay.command;

import static dev.belay.command.PreviewProject.down;
import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.migrate.PreviewGoal;
import dev.belay.postgres.Secret;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The goal runs on a database, psql runs the preview on a copy of it, and then nobody can tell which is which. */
@ExtendWith(PostgresExtension.class)
class PreviewTest {

    private static final String HISTORY = "public.flyway_schema_history";

    private PreviewProject project;

    @BeforeEach
    void newProject(TestServers servers, @TempDir Path folder) {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "psql and pg_dump are not installed");
        project = new PreviewProject(servers, client.get(), folder);
    }

    /** {@return the database in which psql ran the preview} */
    private TestDatabase assertPsqlDoesTheSame(PreviewGoal goal) {
        return assertPsqlDoesTheSame(goal, HISTORY);
    }

    private TestDatabase assertPsqlDoesTheSame(PreviewGoal goal, String history) {
        List<String> before = project.client.dump(project.database);
        project.preview(goal);
        assertThat(project.client.dump(project.database))
                .as("the preview changes nothing")
                .isEqualTo(before);
        TestDatabase copy = project.copy();

        project.run(project.database, goal);
        project.psql(copy);

        assertThat(project.info(copy)).isEqualTo(project.info(project.database));
        assertThat(project.state(copy, history))
                .as(() -> project.text())
                .isEqualTo(project.state(project.database, history));
        assertThat(project.flyway(copy).migrate().migrationsExecuted)
                .isEqualTo(project.flyway(project.database).migrate().migrationsExecuted);
        assertThat(project.flyway(copy).validateWithResult().validationSuccessful)
                .isTrue();
        return copy;
    }

    @Test
    void fromAnEmptyDatabaseToTheLatest() {
        project.script("V1__person.sql", "CREATE TABLE person (id int PRIMARY KEY, name text); -- people\n")
                .script("U1__person.sql", "DROP TABLE person")
                .script("V2__names.sql", "INSERT INTO person VALUES (1, 'O''Hara'), (2, E'back\\\\slash');\n")
                .script("R__view.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM person;\n");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void upToATargetFromHalfWay() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);")
                .script("V2__b.sql", "CREATE TABLE b (id int);")
                .upgrade("latest")
                .script("U1__a.sql", "DROP TABLE a;")
                .script("V3__c.sql", "CREATE TABLE c (id int);")
                .script("V4__d.sql", "CREATE TABLE d (id int);");

        TestDatabase copy = assertPsqlDoesTheSame(up("3"));

        assertThat(copy.query("SELECT version FROM " + HISTORY)).contains("3");
    }

    @Test
    void onADatabaseThatPlainFlywayMigrated() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);").script("U1__a.sql", "DROP TABLE a;");
        project.flyway(project.database).migrate();
        project.script("V2__b.sql", "CREATE TABLE b (id int);");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void nothingPending() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);");
        project.flyway(project.database).migrate();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void statementsThatPsqlWouldReadInItsOwnWay() {
        project.script("V1__traps.sql", """
                CREATE TABLE t (id int, a int[], note text);
                INSERT INTO t SELECT 1, (ARRAY[1,2,3])[1:id], ':HOST :''HOST''' FROM (VALUES (2)) AS x(id);
                INSERT INTO t SELECT 2, (ARRAY[1,2,3])[1:DBNAME], '\\' FROM (VALUES (2)) AS x(dbname);
                INSERT INTO t VALUES (3, '{}', 'a line
                \\.
                and \\q, -- no comment
                \\! true'), (4, '{}', $$;
                \\quit $$), (5, '{}', E'\\'; \\\\'), (6, '{1}'::int[], 'x'::text);
                CREATE FUNCTION begin(i int) RETURNS int LANGUAGE sql AS 'SELECT $1';
                CREATE FUNCTION two(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC
                  SELECT CASE WHEN i > 1 THEN 1 ELSE 2 END; SELECT i; END;
                CREATE RULE twice AS ON DELETE TO t DO ALSO (NOTIFY a; NOTIFY b);
                DO $do$ BEGIN PERFORM begin(1); RAISE NOTICE '%', two(2); END $do$;
                COMMENT ON TABLE t IS 'end' -- and no semicolon
                """);

        TestDatabase copy = assertPsqlDoesTheSame(up("latest"));

        assertThat(copy.query("SELECT id, a FROM t WHERE id < 3")).containsExactly("1|{1,2}", "2|{1,2}");
    }

    @Test
    void rowsOfCopy() {
        project.script("V1__copy.sql", """
                CREATE TABLE t (id int, note text);
                COPY t FROM STDIN;
                1\tone :HOST
                2\t\\\\q
                \\.
                COPY t (id, note) FROM STDIN WITH (FORMAT csv);
                3,"a ""quoted"" one"
                4,"two
                lines"
                \\.
                COPY t FROM STDIN;
                \\.
                INSERT INTO t VALUES (5, 'x');
                """);

        assertPsqlDoesTheSame(up("latest"));

        assertThat(project.database.query("SELECT count(*) FROM t")).containsExactly("5");
    }

    @Test
    void windowsLineEnds() {
        project.script(
                "V1__t.sql",
                "CREATE TABLE t (note text);\r\nINSERT INTO t VALUES ('a\r\nb'); -- c\r\n"
                        + "COPY t FROM STDIN;\r\nx\r\n\\.\r\nINSERT INTO t VALUES ('end');\r\n");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void placeholdersAreReplacedAndTextsKeptAsInTheFile() {
        project.set("placeholders.owner", "O''Hara $belay$")
                .script(
                        "V1__t.sql",
                        "CREATE TABLE t (note text DEFAULT '${owner}', "
                                + "at text DEFAULT '${flyway:defaultSchema} ${flyway:filename} ${flyway:user}');\n"
                                + "INSERT INTO t DEFAULT VALUES;")
                .script("V2__plain.sql", "INSERT INTO t VALUES ('${not}');")
                .script("V2__plain.sql.conf", "placeholderReplacement=false\n");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void scriptsOutsideTransactions() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);")
                .script("V3__mixed.sql", "CREATE TABLE u (id int); CREATE INDEX CONCURRENTLY j ON u (id); VACUUM u;")
                .script("V4__asked.sql", "CREATE TABLE v (id int); BEGIN; INSERT INTO v VALUES (1); COMMIT;")
                .script("V4__asked.sql.conf", "executeInTransaction=false\n");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void scriptsThatEndTheirTransactionThemselves() {
        project.script(
                        "V1__t.sql",
                        "CREATE TABLE t (id int); COMMIT; INSERT INTO t VALUES (1);"
                                + " BEGIN; INSERT INTO t VALUES (2); END; SAVEPOINT s; INSERT INTO t VALUES (3);"
                                + " ROLLBACK TO s; INSERT INTO t VALUES (4);")
                .script("V2__none.sql", "INSERT INTO t VALUES (5); ROLLBACK; INSERT INTO t VALUES (6);");

        assertPsqlDoesTheSame(up("latest"));

        assertThat(project.database.query("SELECT id FROM t")).containsExactly("1", "2", "4", "6");
    }

    @Test
    void settingsThatOneScriptLeavesToTheNext() {
        // with this one Flyway leaves the search path as it is
        project.database.execute("ALTER DATABASE " + project.database.name() + " SET search_path = public");
        project.script(
                        "V1__dump.sql",
                        "SET client_min_messages = warning; SET standard_conforming_strings = on;"
                                + " SELECT pg_catalog.set_config('search_path', '', false);"
                                + " CREATE TABLE public.t (id int, at text); SET DateStyle = 'ISO, DMY'; SET TimeZone = 'Asia/Tokyo';")
                .script(
                        "V2__next.sql",
                        "INSERT INTO public.t SELECT 1, current_setting('search_path')"
                                + " || '2001-02-03 00:00:00Z'::timestamptz::text;");

        assertPsqlDoesTheSame(up("latest"));

        assertThat(project.database.query("SELECT at FROM public.t")).containsExactly("2001-02-03 09:00:00+09");
    }

    @Test
    void rolesAndSettingsOfDatabaseScriptAndInitSql() {
        String role = project.database.name() + "_role";
        project.database.execute("CREATE ROLE " + role + "; ALTER DATABASE " + project.database.name()
                + " SET search_path = side, public; CREATE SCHEMA side; GRANT ALL ON SCHEMA public, side TO " + role);
        project.set("defaultSchema", "public")
                .set("initSql", "SET work_mem = '5MB'")
                .set("installedBy", "o'clock")
                .script(
                        "V1__t.sql",
                        "CREATE TABLE t (m text DEFAULT '${flyway:defaultSchema}'); SET ROLE " + role
                                + "; CREATE TABLE u (id int); SET search_path = side; CREATE TABLE w (id int);")
                .script("V2__v.sql", "CREATE TABLE v AS SELECT current_setting('work_mem') AS m;");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void theRoleOfTheGoalOwnsWhatPsqlMakesAsSuperuser() {
        String role = project.database.name() + "_owner";
        project.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'; ALTER DATABASE "
                + project.database.name() + " OWNER TO " + role + "; GRANT ALL ON SCHEMA public TO " + role
                + "; ALTER ROLE "
                + role + " SET IntervalStyle = 'sql_standard'");
        project.script(
                "V1__t.sql", "CREATE TABLE t AS SELECT '1 day 2 hours'::interval::text AS i, current_user AS by;");
        TestDatabase owned = new TestDatabase(
                project.database.name(),
                project.database.major(),
                project.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x"))));
        Preview.run(new Preview.Request(project.request(owned), up("latest"), project.file()));
        TestDatabase copy = project.copy();

        project.run(owned, up("latest"));
        project.psql(copy);

        assertThat(copy.query("SELECT by FROM t")).containsExactly(role);
        assertThat(project.state(copy, HISTORY)).isEqualTo(project.state(project.database, HISTORY));
    }

    @Test
    void schemasThatAreCreated() {
        project.set("schemas", "app,Other one")
                .script("V1__t.sql", "CREATE TABLE t (id int); CREATE TABLE \"Other one\".t (id int);")
                .script("createSchema.sql", "CREATE TABLE IF NOT EXISTS public.log (event text)")
                .script("beforeMigrate.sql", "INSERT INTO public.log VALUES (current_setting('search_path'))");

        assertPsqlDoesTheSame(up("latest"), "app.flyway_schema_history");
    }

    @Test
    void oneSchemaMoreThanBefore() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .set("schemas", "app")
                .upgrade("latest");
        project.set("schemas", "app,more").script("V2__u.sql", "CREATE TABLE more.u (id int);");

        assertPsqlDoesTheSame(up("latest"), "app.flyway_schema_history");
    }

    @Test
    void aBaselineWhereThereAreObjectsAndNoHistory() {
        project.database.execute("CREATE TABLE old (id int)");
        project.set("baselineOnMigrate", "true")
                .set("baselineVersion", "1")
                .set("baselineDescription", "as found")
                .script("V1__old.sql", "CREATE TABLE old (id int);")
                .script("V2__new.sql", "CREATE TABLE new (id int);")
                .script("beforeBaseline.sql", "CREATE TABLE log (event text)")
                .script("afterBaseline.sql", "INSERT INTO log VALUES ('baseline')");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void aRepeatableScriptThatHasChangedAndAScriptOutOfOrder() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);")
                .script("V3__c.sql", "CREATE TABLE c (id int);")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;")
                .script("R__w.sql", "CREATE OR REPLACE VIEW w AS SELECT 1 AS one;")
                .upgrade("latest")
                .set("outOfOrder", "true")
                .script("V2__b.sql", "CREATE TABLE b (id int);")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS one;");

        assertPsqlDoesTheSame(up("latest"));
    }

    private void logEverything(String... events) {
        project.database.execute(
                "CREATE SCHEMA log; CREATE TABLE log.log (n int GENERATED ALWAYS AS IDENTITY, event text)");
        for (String event : events) {
            project.script(
                    event + ".sql",
                    "INSERT INTO log.log (event) VALUES ('" + event
                            + " ' || current_setting('search_path') || current_setting('work_mem'));\n");
        }
    }

    private static final String[] UP_EVENTS = {
        "afterConnect",
        "beforeValidate",
        "afterValidate",
        "createSchema",
        "beforeCreateSchema",
        "beforeMigrate",
        "beforeMigrate__b",
        "beforeMigrate__a",
        "beforeEachMigrate",
        "beforeEachMigrate__2",
        "afterEachMigrate",
        "beforeEachMigrateStatement",
        "afterEachMigrateStatement",
        "afterVersioned",
        "beforeRepeatables",
        "afterMigrateApplied",
        "afterMigrate",
        "afterMigrateError",
        "beforeInfo",
        "afterInfo",
        "beforeUndo"
    };

    private void twoVersionsAndTwoRepeatables() {
        project.script("V1__t.sql", "CREATE TABLE t (id int); SET work_mem = '7MB'; INSERT INTO t VALUES (1);")
                .script("V2__u.sql", "CREATE TABLE u (id int);")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;")
                .script("R__w.sql", "CREATE OR REPLACE VIEW w AS SELECT 1 AS one;");
    }

    @Test
    void callbacksOfEveryEventInTheirOrder() {
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();
        project.script("beforeMigrate__settings.sql", "SET work_mem = '6MB'; SET search_path = log;");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void callbacksWithoutRepeatables() {
        logEverything(UP_EVENTS);
        project.script("V1__t.sql", "CREATE TABLE t (id int);");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void callbacksFromAFolderOfTheirOwnAndOutsideTransactions(@TempDir Path other) {
        project.database.execute("CREATE TABLE IF NOT EXISTS log (event text)");
        project.set("baselineOnMigrate", "true")
                .set("baselineVersion", "0")
                .script("callbacks/beforeMigrate.sql", "VACUUM log")
                .script("main/afterMigrate.sql", "SELECT 1/0")
                .script("main/V1__t.sql", "CREATE TABLE t (id int);");
        String sql = project.file()
                .getParent()
                .getParent()
                .getParent()
                .resolve("sql")
                .toString();
        project.set("locations", "filesystem:" + sql + "/main")
                .set("callbackLocations", "filesystem:" + sql + "/callbacks");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void aGroupInOneTransaction() {
        project.set("group", "true");
        logEverything(Stream.of(UP_EVENTS)
                .filter(event -> !event.equals("afterVersioned") && !event.equals("beforeRepeatables"))
                .toArray(String[]::new));
        // another session's, while the group's transaction is open
        project.database.execute("CREATE TABLE log.other (event text)");
        project.script("afterVersioned.sql", "INSERT INTO log.other VALUES (to_regclass('t')::text)")
                .script("beforeRepeatables.sql", "INSERT INTO log.other VALUES ('before repeatables')");
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void aGroupThatRunsInNoTransaction() {
        project.set("group", "true").set("executeInTransaction", "false");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void noTransactionsAtAll() {
        project.set("executeInTransaction", "false");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void historyRowsOnly() {
        project.set("skipExecutingMigrations", "true");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void downByOneWithEveryCallback() {
        logEverything(
                "beforeUndo",
                "beforeUndo__2",
                "beforeEachUndo",
                "afterEachUndo",
                "beforeEachUndoStatement",
                "afterEachUndoStatement",
                "afterUndo",
                "afterConnect",
                "beforeMigrate",
                "beforeValidate");
        twoVersionsAndTwoRepeatables();
        project.script("U2__u.sql", "DROP TABLE u;").upgrade("latest");

        assertPsqlDoesTheSame(down("-1"));
    }

    @Test
    void downToTheBaseWithUndoScriptsThatAreGone() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("U1__t.sql", "DROP TABLE t;")
                .script("V2__i.sql", "CREATE INDEX i ON t (id);")
                .script("U2__i.sql", "DROP INDEX CONCURRENTLY i;")
                .script("V3__n.sql", "ALTER TABLE t ADD n text DEFAULT '${n}';")
                .script("U3__n.sql", "-- ${n}\nALTER TABLE t DROP n;")
                .set("placeholders.n", "7")
                .upgrade("latest")
                .delete("U3__n.sql");

        assertPsqlDoesTheSame(down("base"));
    }

    @Test
    void downPutsRepeatableScriptsBack() {
        project.script("V1__one.sql", "CREATE TABLE one (n int)")
                .script("U1__one.sql", "DROP TABLE one")
                .script(
                        "R__hello.sql",
                        "CREATE OR REPLACE FUNCTION hello() RETURNS text LANGUAGE sql AS $$ SELECT 'hi' $$")
                .script(
                        "R__same.sql",
                        "CREATE OR REPLACE FUNCTION same() RETURNS text LANGUAGE sql AS $$ SELECT '' $$");
        project.upgrade("latest");
        project.script("V2__two.sql", "CREATE TABLE two (n int)")
                .script("U2__two.sql", "DROP TABLE two")
                .script(
                        "R__hello.sql",
                        "CREATE OR REPLACE FUNCTION hello() RETURNS text LANGUAGE sql AS $$ SELECT 'ho' $$");
        project.upgrade("latest");

        assertPsqlDoesTheSame(down("1"));
        assertThat(project.preview(down("1")).warnings())
                .singleElement()
                .asString()
                .startsWith("the goal makes again what repeatable scripts had made and an undo script drops")
                .endsWith("R__same.sql");
    }

    @Test
    void upAgainAfterGoingDown() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("U1__t.sql", "DROP TABLE t;")
                .upgrade("latest");
        project.run(project.database, down("base"));

        assertPsqlDoesTheSame(up("latest"));
    }
}
