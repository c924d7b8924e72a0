package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.report.Line;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which undo scripts are written, and what is said of them. */
class WriteUndoTest extends WriteUndoSuite {

    private boolean isThere(String name) {
        return Files.exists(temp.resolve(SCRIPTS + name));
    }

    @Test
    void whatIsMissingIsWrittenAndWhatIsThereStays(TestDatabase database) throws Exception {
        script("V1__customers.sql", "CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);\n");
        script("U1__customers.sql", "DROP TABLE customers; -- by hand\n");
        script(
                "V2__orders.sql",
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);\n"
                        + "CREATE INDEX orders_by_customer ON orders (customer);\n"
                        + "COMMENT ON TABLE orders IS 'what was bought';\n");
        script(
                "V3__states.sql",
                "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new' NOT NULL;\n"
                        + "DROP INDEX orders_by_customer;\n"
                        + "CREATE VIEW open_orders AS SELECT id FROM orders WHERE state = 'new';\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U1__customers.sql")).isEqualTo("DROP TABLE customers; -- by hand\n");
        assertThat(read("U2__orders.sql"))
                .startsWith("-- Takes back V2__orders.sql.")
                .contains("DROP TABLE");
        assertThat(outcome.scripts().get(0).files())
                .containsExactly(temp.resolve(SCRIPTS + "U2__orders.sql").toAbsolutePath());

        Stream.of("V1__customers.sql", "V2__orders.sql", "V3__states.sql", "U3__states.sql", "U2__orders.sql")
                .forEach(name -> database.execute(text(name)));
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                        + " AND relkind IN ('r', 'v') ORDER BY 1"))
                .containsExactly("customers");

        assertThat(write().scripts()).isEmpty();
    }

    @Test
    void anIndexMadeConcurrentlyIsDroppedSoAndOutsideOfATransaction() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (id bigint, a int);\n");
        script("V2__i.sql", "CREATE INDEX CONCURRENTLY t_a ON t (a);\n");
        script("V3__d.sql", "DROP INDEX CONCURRENTLY t_a;\n");
        assertThat(results(write())).containsOnly(Result.EXACT).hasSize(3);
        assertThat(read("U2__i.sql")).contains("DROP INDEX CONCURRENTLY");
        assertThat(read("U2__i.sql.conf")).isEqualTo("executeInTransaction=false\n");
        assertThat(read("U3__d.sql")).contains("CREATE INDEX CONCURRENTLY t_a ON public.t");
        assertThat(isThere("U1__t.sql.conf")).isFalse();
    }

    @Test
    void aConstraintAddedNotValidComesBackSo(TestDatabase database) throws Exception {
        script("V1__t.sql", "CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0));\n");
        script(
                "V2__c.sql",
                "ALTER TABLE t DROP CONSTRAINT positive;\nALTER TABLE t ADD CONSTRAINT small CHECK (a < 9) NOT VALID;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__c.sql")).contains("NOT VALID;").contains("VALIDATE CONSTRAINT positive");
    }

    @Test
    void anUndoThatStaysIncompleteSaysSoAtItsTop() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (a text);\n");
        script("V2__s.sql", "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.DIFFERS);
        assertThat(read("U2__s.sql")).startsWith("-- NOT A COMPLETE WAY BACK.").contains("default privileges");
        assertThat(said(outcome, Line.Level.WARN))
                .contains("V2__s.sql: not undone completely; the file says so at its top");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (id bigint);\n");
        UndoOutcome outcome = write(Optional.empty(), true);
        assertThat(outcome.scripts().get(0).text()).endsWith("again.\n\nDROP TABLE public.t;\n");
        assertThat(isThere("U1__t.sql")).isFalse();
        assertThat(said(outcome, Line.Level.INFO))
                .contains("  | DROP TABLE public.t;", "Nothing was written, since db.dryRun is set.");
    }

    @Test
    void oneVersionCanBeAskedFor() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (id bigint);\n");
        script("V2__u.sql", "ALTER TABLE t ADD COLUMN a int;\n");
        assertThat(results(write(Optional.of("2"), false))).containsExactly(Result.EXACT);
        assertThat(isThere("U1__t.sql")).isFalse();
        assertThat(isThere("U2__u.sql")).isTrue();
        assertThatThrownBy(() -> write(Optional.of("2"), false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("Version 2 has an undo script");
        assertThatThrownBy(() -> write(Optional.of("7"), false))
                .hasMessageContaining("no versioned script of version 7");
        assertThatThrownBy(() -> write(Optional.of("x"), false)).hasMessageContaining("is no version");
    }

    @Test
    void whatCameBeforeAScriptThatFailsIsWritten() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (id bigint);\n");
        script("V2__wrong.sql", "DROP TABLE nowhere;\n");
        UndoOutcome outcome = write();
        assertThat(results(outcome)).containsExactly(Result.EXACT);
        assertThat(isThere("U1__t.sql")).isTrue();
        assertThat(outcome.notes()).singleElement().asString().contains("V2__wrong.sql", "nowhere");
    }

    @Test
    void whatLooksLikeAPlaceholderIsNoneAnyMore() throws Exception {
        script("V1__f.sql", "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '$' || '{x}' $$;\n");
        script("V2__g.sql", "DROP FUNCTION f();\n");
        script("V2__g.sql.conf", "placeholderReplacement=false\n");
        script("V3__c.sql", "COMMENT ON SCHEMA public IS '${a}';\n");
        script("V3__c.sql.conf", "placeholderReplacement=false\n");
        script("V4__c.sql", "CREATE FUNCTION h() RETURNS text LANGUAGE sql AS $$ SELECT '${x}' $$;\n");
        script("V4__c.sql.conf", "placeholderReplacement=false\n");
        script("V5__c.sql", "DROP FUNCTION h();\n");
        write();
        assertThat(read("U5__c.sql")).contains("'${x}'");
        assertThat(read("U5__c.sql.conf")).isEqualTo("placeholderReplacement=false\n");
        assertThat(isThere("U2__g.sql.conf")).isFalse();
    }

    @Test
    void aForeignKeyThatRestsOnADroppedKeyIsMovedToTheFormerOne(TestDatabase database) throws Exception {
        script(
                "V1__members.sql",
                "CREATE TABLE members (code text PRIMARY KEY);\n"
                        + "CREATE TABLE visits (member text CONSTRAINT visits_member REFERENCES members DEFERRABLE);\n");
        script(
                "V2__numbers.sql",
                "ALTER TABLE visits DROP CONSTRAINT visits_member;\n"
                        + "ALTER TABLE members DROP CONSTRAINT members_pkey;\n"
                        + "ALTER TABLE members ADD COLUMN id serial PRIMARY KEY, ADD UNIQUE (code);\n"
                        + "ALTER TABLE visits ADD CONSTRAINT visits_member FOREIGN KEY (member)"
                        + " REFERENCES members (code);\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void whatAFunctionsTextNeedsIsThereBeforeIt(TestDatabase database) throws Exception {
        script(
                "V1__names.sql",
                "CREATE TABLE names (id int PRIMARY KEY, name text);\n"
                        + "CREATE FUNCTION all_names() RETURNS SETOF text LANGUAGE sql"
                        + " AS 'SELECT name FROM names GROUP BY id';\n");
        script("V2__none.sql", "DROP FUNCTION all_names();\nDROP TABLE names;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }
}
