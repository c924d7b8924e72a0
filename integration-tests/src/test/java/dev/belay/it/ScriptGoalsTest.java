package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.git.TestRepository;
import dev.belay.it.Scenario.Run;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goals that write scripts, or look at them. */
class ScriptGoalsTest extends MavenSuite {

    @Test
    void newScript(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("new script", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "Created version 1, the first:",
                        "V1__add_user_roles.sql",
                        "U1__add_user_roles.sql",
                        "Next: write the SQL, then mvn db:check")
                .neverSays("no folder of migrations", "WARN");
        runs.get(1).says("Created version 2, after 1:", "V2__more_roles.sql").neverSays("U2__");
        runs.get(2).says("Created a repeatable script:", "R__views.sql");
        runs.get(3).says("db.name is not set", "mvn db:new -Ddb.name=\"add user roles\"");
        runs.get(4).says("Version 2.0 is taken by ", "V2__more_roles.sql. No file was made.", "which is 3.");
        runs.get(5).says("Would create version 3, after 2:", "Nothing was written");
        try (Stream<Path> files = Files.list(project.folder().resolve("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "V1__add_user_roles.sql", "U1__add_user_roles.sql", "V2__more_roles.sql", "R__views.sql");
        }
        assertThat(project.read("target/db/new.json")).contains("\"version\" : \"3\"", "\"dryRun\" : true");
    }

    @Test
    void generate(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("generate", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0).says("db.wanted is not set", "mvn db:generate -Ddb.wanted=schema.sql");
        runs.get(1)
                .says(
                        "renamed: column public.orders.remark to note",
                        "would write ",
                        "| ALTER TABLE public.orders RENAME",
                        "Nothing was written, since db.dryRun is set.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db");
        runs.get(2)
                .says(
                        "V2__find_orders.sql: ",
                        "undone exactly",
                        "V3__find_orders_indexes.sql",
                        "V4__find_orders_validated.sql",
                        "Left out, since it loses what nobody can bring back; -Ddb.destructive=true writes it:",
                        "DROP TABLE public.leftovers",
                        "-Ddb.renames=public.orders.remark:public.orders.note",
                        "3 pairs written, tried on PostgreSQL 17.",
                        "Next: ");
        assertThat(project.read(scripts + "V3__find_orders_indexes.sql")).contains("CREATE INDEX CONCURRENTLY");
        assertThat(project.read(scripts + "V2__find_orders.sql")).contains("--     DROP TABLE public.leftovers;");
        runs.get(3).says("4 scripts");
        runs.get(4).says("There is nothing else to write.");
        assertThat(project.folder().resolve(scripts + "V6__generated.sql")).doesNotExist();
        runs.get(5).says("1 pair written");
        runs.get(6).says("db.wanted names nowhere.sql, and there is no such file");
        runs.get(7).says("is at version 5");
        assertThat(project.read("target/db/generate.json")).contains("db.wanted names nowhere.sql");
    }

    @Test
    void generateEntities(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("generate-entities", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0).says("there are no entities among the compiled classes", "mvn compile db:generate");
        runs.get(1)
                .says("V2__generated.sql: 1 statement, undone exactly", "1 pair written")
                .neverSays("HHH", "SLF4J");
        assertThat(project.read(scripts + "V2__generated.sql")).contains("ADD COLUMN page_count integer;");
        runs.get(2).says("The scripts make the wanted schema; there is nothing to write.");
        assertThat(project.read("target/db/generate.json")).contains("\"scripts\" : [ ]");
    }

    @Test
    void undo(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("undo", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "V1__guests.sql: undone exactly",
                        "would write ",
                        "| DROP TABLE public.guests;",
                        "Nothing was written, since db.dryRun is set.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db", "WARN");
        runs.get(1)
                .says(
                        "V2__emails.sql: undone exactly",
                        "wrote ",
                        "U2__emails.sql",
                        "U3__find_guests.sql.conf",
                        "V4__no_diets.sql: undone exactly",
                        "What was in guests.vegan: V4__no_diets.sql drops the column",
                        "4 undo scripts were missing: 4 written, 4 exact, 0 but for the order of columns.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db", "WARN");
        runs.get(2).says("Every versioned script has its undo script; nothing was written.");
        runs.get(3).says("undo is at version 4 (was empty)");
        runs.get(4).says("U3__find_guests.sql", "(was 4): 4 scripts undone");
        runs.get(5).says("Version 2 has an undo script, and it is not overwritten.");
        runs.get(6).says("db.scratch is none");
        assertThat(project.read(scripts + "U2__emails.sql"))
                .contains("ALTER TABLE guests RENAME COLUMN email TO mail;", "DROP COLUMN vegan;");
        assertThat(project.read(scripts + "U3__find_guests.sql.conf")).isEqualTo("executeInTransaction=false\n");
        assertThat(project.read("target/db/undo.json")).contains("\"scripts\" : [ ]");
    }

    @Test
    void renumber(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("renumber", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs;
        try (TestRepository repository = TestRepository.create(project.folder())) {
            repository.commit("one");
            repository.branch("feature");
            repository.write(scripts + "V2__mine.sql", "CREATE TABLE mine (id bigint PRIMARY KEY);\r\n");
            repository.write(scripts + "U2__mine.sql", "DROP TABLE mine;\r\n");
            repository.commit("mine");
            repository.checkout("main");
            repository.write(scripts + "V2__theirs.sql", "CREATE TABLE theirs (id bigint PRIMARY KEY);\n");
            repository.commit("theirs");
            repository.checkout("feature");
            runs = project.run();
        }
        runs.get(0)
                .says(
                        "Would move 1 script behind version 2, the newest of main",
                        "V2__mine.sql -> V3__mine.sql",
                        "U2__mine.sql -> U3__mine.sql",
                        "Nothing was moved")
                .neverSays("embedded PostgreSQL");
        runs.get(1).says("renumber is at version 2 (was empty)");
        runs.get(2)
                .says(
                        "A script that would move has been applied",
                        "V2__mine.sql: applied to renumber at 127.0.0.1:",
                        "this project's embedded database",
                        "mvn db:downgrade -Ddb.target=1");
        runs.get(3).says("-Ddb.version: this goal does not have it.");
        runs.get(4).says("renumber is at version 1 (was 2)", "Moved 1 script behind version 2", "Next: mvn db:check");
        runs.get(5).says("Nothing to move: the 1 versioned script of this branch comes after version 2");
        assertThat(project.read(scripts + "V3__mine.sql")).endsWith("PRIMARY KEY);\r\n");
        assertThat(project.read(scripts + "U3__mine.sql")).isEqualTo("DROP TABLE mine;\r\n");
        assertThat(project.folder().resolve(scripts + "V2__mine.sql")).doesNotExist();
        assertThat(project.read("target/db/renumber.json")).contains("\"moves\" : [ ]");
    }

    @Test
    void testUndo(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("test-undo", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "test · 5 scripts, all of them · PostgreSQL 17",
                        "V3__no_note.sql · the schema differs after its undo script, and rows are lost",
                        "column public.customers.note stands at place",
                        "index public.customers_note is missing",
                        "rows lost after up and down:",
                        "column public.customers.note: 1 of 1 values are gone",
                        "V4__orders.sql · its undo script fails",
                        "U4__orders.sql:2:1: table \"order_lines\" does not exist (SQLSTATE 42P01)",
                        "V5__names.sql · has no undo script",
                        "V1__customers.sql to V3__no_note.sql, down and up once more: exact",
                        "5 scripts: 2 exact, 1 differ, 1 undo fails, 1 no undo; 1 with lost rows;",
                        "The undo scripts do not pass the test: differs, undo-fails, no-undo, rows-lost (db.test.failOn)")
                .neverSays("Working on this project's embedded PostgreSQL");
        runs.get(1).says("U4__orders.sql:2:1", "BUILD SUCCESS");
        runs.get(2).says("db.test.failOn names what no test finds: difers", "Did you mean differs?");
        runs.get(3).says("db.scratch is none");
        runs.get(4).says("-Ddb.all: this goal does not have it.");
        runs.get(5).says("2 scripts, from the first to version 2", "2 scripts: 2 exact");
        assertThat(project.read("target/db/TEST-belay-test.xml"))
                .contains("tests=\"3\" failures=\"0\"", "V1__customers.sql to V2__email.sql");
        assertThat(project.read("target/db/test.json")).contains("\"result\" : \"exact\"");
    }

    @Test
    void crlf(TestMaven maven, TestDatabase database) throws Exception {
        Scenario project = maven.scenario("crlf", values(database));
        assertThat(project.read("src/main/resources/db/migration/V3__function.sql"))
                .contains("\r\n");
        List<Run> runs = project.run();
        runs.get(0).says(database.name() + " is at version 2 (was empty)");
        runs.get(1).says("V3__function.sql:7:20: function nowhere() does not exist");
    }
}
