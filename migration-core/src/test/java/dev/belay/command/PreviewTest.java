package dev.belay.command;

import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Scripts, settings and histories of every kind, upwards. */
class PreviewTest extends PreviewSuite {

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

    @Test
    void historyRowsOnly() {
        project.set("skipExecutingMigrations", "true");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }
}
