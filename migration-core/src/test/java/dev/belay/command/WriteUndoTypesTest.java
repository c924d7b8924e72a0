package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Types come back: narrower ones, enums, and those that no cast leads to. */
class WriteUndoTypesTest extends WriteUndoSuite {

    @Test
    void aNarrowerTypeComesBackWithoutCuttingWhatDoesNotFit(TestDatabase database) throws Exception {
        script("V1__words.sql", "CREATE TABLE words (w varchar(3), n numeric(6, 2), digits text);\n");
        script(
                "V2__wider.sql",
                "ALTER TABLE words ALTER w TYPE text, ALTER n TYPE numeric(8, 4),"
                        + " ALTER digits TYPE integer USING digits::integer;\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(outcome.scripts().get(1).remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .startsWith("Values of words.w that character varying(3) does not hold: ")
                        .contains("fails where such a value is too long"))
                .anySatisfy(remark -> assertThat(remark).startsWith("Values of words.n that numeric(6,2) "))
                .hasSize(2);
        database.execute(text("V1__words.sql"));
        database.execute(text("V2__wider.sql"));
        database.execute("INSERT INTO words VALUES ('abcdef', 1, 7)");
        assertThatThrownBy(() -> database.execute(text("U2__wider.sql"))).hasMessageContaining("too long");
        assertThat(database.query("SELECT w FROM words")).containsExactly("abcdef");
        database.execute("UPDATE words SET w = 'abc'");
        database.execute(text("U2__wider.sql"));
        assertThat(database.query("SELECT w, n, digits FROM words")).containsExactly("abc|1.00|7");
    }

    @Test
    void theWayBackNeedsAnExplicitCastOnlyWhereTheServerHasNoOther() throws Exception {
        script("V1__words.sql", "CREATE TABLE words (n integer, w varchar(3)[]);\n");
        script("V2__text.sql", "ALTER TABLE words ALTER n TYPE text, ALTER w TYPE text[];\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__text.sql")).contains("USING n::integer").doesNotContain("USING w::");
    }

    @Test
    void aValueOfAnEnumIsTakenBackInPlaceUnlessARowHoldsIt(TestDatabase database) throws Exception {
        script(
                "V1__e.sql",
                "CREATE TYPE mood AS ENUM ('good', 'it''s ok');\n"
                        + "CREATE TABLE t (id int, m mood DEFAULT 'good', all_of mood[]);\n");
        script("V2__v.sql", "ALTER TYPE mood ADD VALUE 'bad' BEFORE 'good';\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(outcome.scripts().get(1).remarks())
                .anySatisfy(remark -> assertThat(remark).startsWith("Values added to the enum mood"));

        database.execute(text("V1__e.sql"));
        database.execute(text("V2__v.sql"));
        database.execute("INSERT INTO t VALUES (1, 'bad', '{good}')");
        assertThatThrownBy(() -> database.execute(text("U2__v.sql"))).hasStackTraceContaining("bad");
        assertThat(database.query("SELECT * FROM t")).containsExactly("1|bad|{good}");
        database.execute("UPDATE t SET m = 'it''s ok'");
        database.execute(text("U2__v.sql"));
        assertThat(database.query("SELECT * FROM t")).containsExactly("1|it's ok|{good}");
        assertThat(database.query("SELECT enum_first(NULL::mood)")).containsExactly("good");
    }

    @Test
    void aCollationThatAScriptSetsIsTakenAway() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (a text, b text COLLATE \"C\");\n");
        script("V2__c.sql", "ALTER TABLE t ALTER a TYPE text COLLATE \"C\", ALTER b TYPE text;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void aTypeThatHasNoCastComesBackWithAnExpression(TestDatabase database) throws Exception {
        script(
                "V1__workers.sql",
                "CREATE TABLE workers (id int, started int, token uuid);\nINSERT INTO workers VALUES (1, 86400);\n");
        script(
                "V2__moments.sql",
                "ALTER TABLE workers ALTER COLUMN started TYPE timestamptz USING to_timestamp(started);\n"
                        + "ALTER TABLE workers ALTER COLUMN token TYPE bytea USING uuid_send(token);\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__moments.sql"))
                .contains("started TYPE integer USING extract(epoch FROM started)::integer")
                .contains("token TYPE uuid USING token::text::uuid");
    }

    @Test
    void aRequiredEnumComesBackOnATableWithRows(TestDatabase database) throws Exception {
        script(
                "V1__orders.sql",
                "CREATE TYPE state AS ENUM ('new', 'paid');\nCREATE TABLE orders (state state NOT NULL, id int);\n"
                        + "INSERT INTO orders VALUES ('paid', 1);\n");
        script("V2__stateless.sql", "ALTER TABLE orders DROP COLUMN state;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.COLUMN_ORDER);
        assertThat(read("U2__stateless.sql")).contains("Rows that are there get 'new'");
    }
}
