package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that a versioned script inserts go by a key that is the same in every database, or the goal says that none is. */
class WriteUndoInsertedTest extends WriteUndoSuite {

    private void ranOn(TestDatabase database, String rows, String... scripts) {
        database.execute(text(scripts[0]));
        database.execute(rows);
        Stream.of(scripts).skip(1).forEach(name -> database.execute(text(name)));
    }

    @Test
    void rowsWhoseKeyIsMadeAnewGoByTheOtherKeyThatTheScriptGives(TestDatabase database) throws Exception {
        script("V1__roles.sql", "CREATE TABLE roles (id uuid PRIMARY KEY, name text UNIQUE, level int);\n");
        script(
                "V2__more.sql",
                "INSERT INTO roles (id, level, name) VALUES (gen_random_uuid(), 1, 'it''s'), (gen_random_uuid(), 2,"
                        + " 'cook');\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        ranOn(
                database,
                "INSERT INTO roles VALUES (gen_random_uuid(), 'mine', 1)",
                "V1__roles.sql",
                "V2__more.sql",
                "U2__more.sql");
        assertThat(database.query("SELECT name FROM roles")).containsExactly("mine");
    }

    @Test
    void aTableWithoutColumnsHasRowsThatNothingNames() throws Exception {
        script("V1__ticks.sql", "CREATE TABLE ticks ();\n");
        script("V2__more.sql", "INSERT INTO ticks DEFAULT VALUES;\nCREATE TABLE more ();\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gen_random_uuid()::text",
                "random()::text",
                "now()::text",
                "clock_timestamp()::text",
                "CURRENT_TIMESTAMP::text",
                "current_user",
                "md5(random()::text)",
                "nextval('numbers')::text",
                "(SELECT max(code) || 'x' FROM others)",
                "'now'::timestamp::text",
                "made_by_us()"
            })
    void rowsThatNoKeyNamesEverywhereAreNotDeletedByAnAccidentalOne(String call) throws Exception {
        script(
                "V1__kinds.sql",
                "CREATE SEQUENCE numbers; CREATE TABLE others (code text); INSERT INTO others VALUES ('a');\n"
                        + "CREATE FUNCTION made_by_us() RETURNS text LANGUAGE sql AS 'SELECT ''a''::text';\n"
                        + "CREATE TABLE kinds (code text PRIMARY KEY, kind text CONSTRAINT known CHECK (kind = 'a'));\n");
        script(
                "V2__more.sql",
                "ALTER TABLE kinds DROP CONSTRAINT known;\nINSERT INTO kinds VALUES (" + call + ", 'b');\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.FAILS);
        assertThat(outcome.scripts().get(1).remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .startsWith("Rows that V2__more.sql inserts into kinds: ")
                        .contains("no unique key"));
    }

    private UndoOutcome writeFor(String more) throws Exception {
        script(
                "V1__kinds.sql",
                "CREATE TABLE others (code text); INSERT INTO others VALUES ('x');\n"
                        + "CREATE TABLE kinds (code text PRIMARY KEY, kind text CONSTRAINT known CHECK (kind = 'a'));\n");
        script("V2__more.sql", "ALTER TABLE kinds DROP CONSTRAINT known;\n" + more + ";\n");
        return write();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO kinds AS k (kind, code) VALUES (upper('b'), lower('X')), (concat('b'), 'y'::varchar(5))",
                "INSERT INTO kinds SELECT 'x', 'b' UNION ALL SELECT 'y', 'b'"
                        + " WHERE NOT EXISTS (SELECT FROM others WHERE code = 'y')",
                "INSERT INTO kinds SELECT 'x', 'b' FROM others; INSERT INTO kinds VALUES ('y', 'b')",
                "INSERT INTO kinds SELECT v.* FROM (VALUES ('x', 'b'), ('y', 'b')) v",
                "WITH v (a) AS (VALUES ('x'), ('y')) INSERT INTO kinds SELECT a, 'b' FROM v",
                "INSERT INTO kinds SELECT chr(n), 'b' FROM generate_series(120, 121) n"
            })
    void keysThatStandInTheScriptAreFoundHoweverItInserts(String insert) throws Exception {
        assertThat(results(writeFor(insert))).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__more.sql")).contains("DELETE FROM kinds\n WHERE code IN (\n\t'x',\n\t'y')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO kinds SELECT code, 'b' FROM others",
                "INSERT INTO kinds VALUES ('x', 'b'); INSERT INTO public.kinds VALUES (now()::text, 'b')",
                "WITH a AS (INSERT INTO kinds VALUES (now()::text, 'b')) INSERT INTO kinds VALUES ('x', 'b')",
                "WITH v (a) AS (VALUES (gen_random_uuid())) INSERT INTO kinds SELECT a, 'b' FROM v",
                "INSERT INTO kinds SELECT 'x', 'b' UNION SELECT 'a' || random(), 'b'",
                "INSERT INTO kinds SELECT row_number() OVER () + 10, 'b' FROM others",
                "INSERT INTO kinds SELECT count(*)::text, 'b' FROM others",
                "INSERT INTO kinds VALUES (current_timestamp(0)::date::text, 'b')",
                "INSERT INTO kinds VALUES (E'today'::date::text, 'b')",
                "INSERT INTO kinds VALUES ('today 00:00'::timestamp::text, 'b')",
                "INSERT INTO kinds VALUES ('others'::regclass::oid::text, 'b')"
            })
    void keysThatDoNotStandInTheScriptAreNotTakenFromTheScratchServer(String insert) throws Exception {
        UndoOutcome outcome = writeFor(insert);
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.FAILS);
        assertThat(outcome.scripts().get(1).text()).doesNotContain("DELETE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO kinds VALUES ('x', 'b') ON CONFLICT DO NOTHING",
                "INSERT INTO kinds VALUES ('x', 'b') ON CONFLICT (code) DO UPDATE SET kind = 'b'",
                "INSERT INTO kinds SELECT 'x', 'b' WHERE NOT EXISTS (SELECT FROM public.kinds WHERE code = 'x')"
            })
    void rowsThatMayHaveBeenThereBeforeStay(String insert) throws Exception {
        script(
                "V1__kinds.sql",
                "CREATE TABLE names (name text PRIMARY KEY);\nCREATE TABLE kinds (code text PRIMARY KEY, kind text);\n");
        script("V2__more.sql", "INSERT INTO names VALUES ('it');\n" + insert + ";\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__more.sql")).contains("DELETE FROM names").doesNotContain("DELETE FROM kinds");
    }

    @Test
    void aTableThatIsCalledOtherwiseNowKeepsNoOtherFromBeingEmptied() throws Exception {
        script("V1__kinds.sql", "CREATE TABLE names (name text PRIMARY KEY);\nCREATE TABLE old (code text);\n");
        script(
                "V2__more.sql",
                "INSERT INTO names VALUES ('it');\nINSERT INTO old VALUES ('x');\nALTER TABLE old RENAME TO kinds;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__more.sql")).contains("DELETE FROM names");
    }

    @Test
    void aKeyThatATriggerMakesIsFoundOutWhenTheScriptRunsAgain() throws Exception {
        script(
                "V1__kinds.sql",
                "CREATE FUNCTION name_it() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN NEW.code := gen_random_uuid(); RETURN NEW; END';\n"
                        + "CREATE TABLE kinds (code text PRIMARY KEY, kind text CONSTRAINT known CHECK (kind = 'a'));\n"
                        + "CREATE TRIGGER t BEFORE INSERT ON kinds FOR EACH ROW EXECUTE FUNCTION name_it();\n");
        script(
                "V2__more.sql",
                "ALTER TABLE kinds DROP CONSTRAINT known;\nINSERT INTO kinds VALUES ('x', 'b'), ('y', 'b');\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.NOT_UP_AGAIN);
        assertThat(outcome.scripts().get(1).error().orElseThrow()).contains("kinds have other keys each time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serial", "int GENERATED BY DEFAULT AS IDENTITY", "int GENERATED ALWAYS AS IDENTITY"})
    void rowsWithExplicitNumbersGoByThemAndTheSequenceStays(String type, TestDatabase database) throws Exception {
        script("V1__roles.sql", "CREATE TABLE roles (id " + type + " PRIMARY KEY, name text);\n");
        script(
                "V2__more.sql",
                "INSERT INTO roles (id, name) OVERRIDING SYSTEM VALUE VALUES (101, 'cook'), (102, 'host');\n"
                        + "SELECT setval('roles_id_seq', 200);\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(outcome.scripts().get(1).remarks())
                .anySatisfy(remark ->
                        assertThat(remark).startsWith("Where sequences stand: ").contains("setval"));
        ranOn(database, "INSERT INTO roles (name) VALUES ('mine')", "V1__roles.sql", "V2__more.sql", "U2__more.sql");
        assertThat(database.query("SELECT id, name FROM roles")).containsExactly("1|mine");
        assertThat(database.query("INSERT INTO roles (name) VALUES ('next') RETURNING id"))
                .containsExactly("201");
    }
}
