package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.analysis.ScratchRequest;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.report.Line;
import dev.belay.report.Style;
import dev.belay.report.UndoText;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class WriteUndoTest {

    private static final String SCRIPTS = "src/main/resources/db/migration/";

    @TempDir
    Path temp;

    private void script(String name, String sql) throws IOException {
        Path file = temp.resolve(SCRIPTS + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    private String read(String name) throws IOException {
        return Files.readString(temp.resolve(SCRIPTS + name));
    }

    private boolean isThere(String name) {
        return Files.exists(temp.resolve(SCRIPTS + name));
    }

    private UndoOutcome write() {
        return write(Optional.empty(), false);
    }

    private UndoOutcome write(Optional<String> target, boolean dryRun) {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        var locations = LocationResolver.resolve(settings, ProjectLayout.standard(temp));
        var scratch = new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                Duration.ofSeconds(10));
        return WriteUndo.run(new WriteUndo.Request(
                MigrationProject.open(settings, locations, WriteUndoTest.class.getClassLoader()),
                List.of(temp.resolve(SCRIPTS)),
                scratch,
                target,
                dryRun,
                Progress.SILENT));
    }

    private static List<Result> results(UndoOutcome outcome) {
        return outcome.scripts().stream().map(UndoOutcome.Script::result).toList();
    }

    private static List<String> said(UndoOutcome outcome, Line.Level level) {
        return UndoText.lines(outcome, Style.PLAIN).stream()
                .filter(line -> line.level() == level)
                .map(Line::text)
                .toList();
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

    private String text(String name) {
        try {
            return read(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

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
    void aCollationThatAScriptSetsIsTakenAway() throws Exception {
        script("V1__t.sql", "CREATE TABLE t (a text, b text COLLATE \"C\");\n");
        script("V2__c.sql", "ALTER TABLE t ALTER a TYPE text COLLATE \"C\", ALTER b TYPE text;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void aCommitInAScriptLeavesNothingBehindForTheNextOnes() throws Exception {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, state text);\n");
        script(
                "V2__states.sql",
                "ALTER TABLE orders ADD COLUMN paid boolean;\nCOMMIT;\n"
                        + "ALTER TABLE orders ADD COLUMN sent boolean;\n");
        script("V3__prices.sql", "BEGIN;\nALTER TABLE orders ADD COLUMN price int;\n");
        script("V4__old_states.sql", "ALTER TABLE orders DROP COLUMN sent, ADD COLUMN note text;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT, Result.EXACT, Result.COLUMN_ORDER);
        assertThat(read("U4__old_states.sql")).contains("note").doesNotContain("price");
        assertThat(read("U3__prices.sql")).doesNotContain("sent");
    }

    @Test
    void callbacksBehindTheVersionsWaitForTheLastOne() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY);\n");
        script("V2__zones.sql", "ALTER TABLE clients ADD COLUMN zone text;\n");
        script("afterMigrate__views.sql", "CREATE OR REPLACE VIEW zones AS SELECT zone FROM clients;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(read("U2__zones.sql")).doesNotContain("VIEW");
    }

    @Test
    void anotherOrderIsFoundForAScriptWithACommit() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY, zone text);\n");
        script(
                "V2__zones.sql",
                "BEGIN;\nALTER TABLE clients ALTER COLUMN zone SET NOT NULL;\n"
                        + "ALTER TABLE clients DROP CONSTRAINT clients_pkey;\n"
                        + "ALTER TABLE clients ADD PRIMARY KEY (id, zone);\nCOMMIT;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
    }

    @Test
    void aColumnLeavesThePrimaryKeyBeforeItMayBeNullAgain() throws Exception {
        script("V1__clients.sql", "CREATE TABLE clients (id text PRIMARY KEY, zone text);\n");
        script(
                "V2__zones.sql",
                "ALTER TABLE clients ALTER COLUMN zone SET NOT NULL;\n"
                        + "ALTER TABLE clients DROP CONSTRAINT clients_pkey;\n"
                        + "ALTER TABLE clients ADD PRIMARY KEY (id, zone);\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.EXACT);
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
    void aRequiredEnumComesBackOnATableWithRows(TestDatabase database) throws Exception {
        script(
                "V1__orders.sql",
                "CREATE TYPE state AS ENUM ('new', 'paid');\nCREATE TABLE orders (state state NOT NULL, id int);\n"
                        + "INSERT INTO orders VALUES ('paid', 1);\n");
        script("V2__stateless.sql", "ALTER TABLE orders DROP COLUMN state;\n");
        assertThat(results(write())).containsExactly(Result.EXACT, Result.COLUMN_ORDER);
        assertThat(read("U2__stateless.sql")).contains("Rows that are there get 'new'");
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
