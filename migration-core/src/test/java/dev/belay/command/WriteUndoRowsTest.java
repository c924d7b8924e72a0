package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that are there when an undo script runs: they stay, or it is said that they do not. */
class WriteUndoRowsTest extends WriteUndoSuite {

    @Test
    void renamesAreTakenBackByNameAndRowsStay(TestDatabase database) throws Exception {
        script(
                "V1__people.sql",
                "CREATE SCHEMA archive; CREATE TABLE people (id bigint PRIMARY KEY, mail text, role text);\n"
                        + "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE INDEX mails ON people (mail);\n");
        script(
                "V2__users.sql",
                "ALTER TABLE people RENAME TO users;\n"
                        + "ALTER TABLE users RENAME COLUMN mail TO email;\n"
                        + "ALTER INDEX mails RENAME TO emails;\n"
                        + "ALTER TYPE mood RENAME VALUE 'bad' TO 'sad';\n"
                        + "ALTER TABLE users ADD COLUMN since date;\n"
                        + "ALTER TABLE users SET SCHEMA archive;\n");
        script(
                "V3__names_given_again.sql",
                "ALTER TABLE archive.users RENAME COLUMN role TO former_role;\n"
                        + "ALTER TABLE archive.users ADD COLUMN role int NOT NULL DEFAULT 1;\n"
                        + "CREATE VIEW roles AS SELECT role FROM archive.users;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT, Result.EXACT);

        database.execute(text("V1__people.sql"));
        database.execute("INSERT INTO people VALUES (1, 'a@example.org', 'cook')");
        Stream.of("V2__users.sql", "V3__names_given_again.sql", "U3__names_given_again.sql", "U2__users.sql")
                .forEach(name -> database.execute(text(name)));
        assertThat(database.query("SELECT * FROM people")).containsExactly("1|a@example.org|cook");
        assertThat(database.query("SELECT enum_range(NULL::mood)")).containsExactly("{good,bad}");
    }

    @Test
    void whatCannotComeBackIsSaidAndTheUndoStillRunsOnRows(TestDatabase database) throws Exception {
        script(
                "V1__goods.sql",
                "CREATE TABLE goods (id bigint PRIMARY KEY, code varchar(10) NOT NULL, price numeric(8, 2) NOT NULL);\n"
                        + "CREATE TABLE notes (id bigint PRIMARY KEY);\n");
        script("V2__less.sql", "ALTER TABLE goods DROP COLUMN code;\nDROP TABLE notes;\nUPDATE goods SET price = 1;\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.COLUMN_ORDER);
        assertThat(outcome.scripts().get(1).remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .startsWith("The rows of notes: ")
                        .contains("ALTER TABLE notes RENAME TO notes_old"))
                .anySatisfy(remark -> assertThat(remark)
                        .startsWith("What was in goods.code: ")
                        .contains("RENAME COLUMN code TO code_old"))
                .anySatisfy(remark -> assertThat(remark).startsWith("Rows: ").contains("changes rows of goods"))
                .anySatisfy(remark -> assertThat(remark).startsWith("The place of columns"))
                .hasSize(4);
        assertThat(read("U2__less.sql"))
                .contains("-- What it cannot bring back:", "--   * The rows of notes: ", "Rows that are there get ''");

        database.execute(text("V1__goods.sql"));
        database.execute("INSERT INTO goods VALUES (1, 'A', 5)");
        database.execute(text("V2__less.sql"));
        database.execute(text("U2__less.sql"));
        assertThat(database.query("SELECT id, price, code FROM goods")).containsExactly("1|1.00|");
        assertThat(database.query("SELECT count(*) FROM pg_attrdef")).containsExactly("0");
    }

    @Test
    void rowsThatWouldBeInTheWayAreDeletedByTheirKey(TestDatabase database) throws Exception {
        script("V1__reserved.sql", "CREATE TABLE reserved (name text PRIMARY KEY);\n");
        script("V2__more.sql", "INSERT INTO reserved VALUES ('it''s'), ('me');\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        database.execute(text("V1__reserved.sql"));
        database.execute("INSERT INTO reserved VALUES ('mine')");
        database.execute(text("V2__more.sql"));
        database.execute(text("U2__more.sql"));
        assertThat(database.query("SELECT name FROM reserved")).containsExactly("mine");
    }

    @Test
    void aGeneratedColumnHoldsNoRowsOfItsOwnAndMayBeMadeAnew(TestDatabase database) throws Exception {
        script(
                "V1__jobs.sql",
                "CREATE TYPE state AS ENUM ('new', 'done');\n"
                        + "CREATE FUNCTION state(text) RETURNS state LANGUAGE sql IMMUTABLE AS 'SELECT $1::state';\n"
                        + "CREATE TABLE job (id int, said text, state state GENERATED ALWAYS AS (state(said)) STORED,"
                        + " note text);\n");
        script("V2__more.sql", "ALTER TYPE state ADD VALUE 'skipped';\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.COLUMN_ORDER);

        database.execute(text("V1__jobs.sql"));
        database.execute(text("V2__more.sql"));
        database.execute("INSERT INTO job (id, said, note) VALUES (1, 'done', 'kept')");
        database.execute(text("U2__more.sql"));
        assertThat(database.query("SELECT id, said, state, note FROM job")).containsExactly("1|done|done|kept");
    }

    @Test
    void anIdentityThatComesBackGoesOnBehindTheRows(TestDatabase database) throws Exception {
        script("V1__t.sql", "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, a int);\n");
        script("V2__n.sql", "ALTER TABLE t ALTER id DROP IDENTITY;\nALTER TABLE t ALTER id DROP NOT NULL;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        database.execute(text("V1__t.sql"));
        database.execute("INSERT INTO t (a) VALUES (1), (2)");
        database.execute(text("V2__n.sql"));
        database.execute("INSERT INTO t (id) VALUES (30)");
        database.execute(text("U2__n.sql"));
        assertThat(database.query("INSERT INTO t (a) VALUES (3) RETURNING id")).containsExactly("31");
    }

    @Test
    void aNullableColumnThatBecameAnIdentityIsOneNoLonger() throws Exception {
        script("V1__t.sql", "CREATE SEQUENCE n; CREATE TABLE t (id int, b int NOT NULL DEFAULT nextval('n'));\n");
        script(
                "V2__i.sql",
                "ALTER TABLE t ALTER id SET NOT NULL, ALTER id ADD GENERATED ALWAYS AS IDENTITY,"
                        + " ALTER b DROP DEFAULT, ALTER b ADD GENERATED BY DEFAULT AS IDENTITY;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void aColumnThatTookTheNameOfAnotherIsEmptiedAndNotCast(TestDatabase database) throws Exception {
        script(
                "V1__members.sql",
                "CREATE TABLE members (id int, code text);\nCREATE TABLE visits (member text);\n"
                        + "INSERT INTO members VALUES (1, 'a');\nINSERT INTO visits VALUES ('a');\n");
        script(
                "V2__numbers.sql",
                "ALTER TABLE visits RENAME COLUMN member TO member_code;\n"
                        + "ALTER TABLE visits ADD COLUMN member int;\n"
                        + "UPDATE visits SET member = (SELECT id FROM members WHERE code = member_code);\n"
                        + "ALTER TABLE visits DROP COLUMN member_code;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__numbers.sql")).contains("USING NULL").doesNotContain("member::text");
    }

    @Test
    void rowsOfTheScriptThatAFormerCheckForbidsAreDeletedFirst(TestDatabase database) throws Exception {
        script(
                "V1__kinds.sql",
                "CREATE TABLE kinds (name text PRIMARY KEY CONSTRAINT known CHECK (name IN ('a', 'b')));\n"
                        + "INSERT INTO kinds VALUES ('a'), ('b');\n");
        script(
                "V2__more.sql",
                "ALTER TABLE kinds DROP CONSTRAINT known;\n"
                        + "ALTER TABLE kinds ADD CONSTRAINT known CHECK (name IN ('a', 'b', 'c'));\n"
                        + "INSERT INTO kinds VALUES ('c');\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__more.sql")).contains("DELETE FROM kinds\n WHERE name IN (\n\t'c')");
    }
}
