package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.analysis.ScratchRequest;
import dev.belay.outcome.DriftScript;
import dev.belay.outcome.DriftScript.Direction;
import dev.belay.outcome.DriftScript.Result;
import dev.belay.outcome.ValidateOutcome;
import dev.belay.report.Line;
import dev.belay.report.Style;
import dev.belay.report.ValidateText;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody changed by hand is found, and the SQL for either direction does what it says. */
@ParameterizedClass(name = "PostgreSQL {0}")
@ValueSource(ints = {15, 18})
@ExtendWith(PostgresExtension.class)
@Tag("integration")
@Timeout(600)
class ValidateTest {

    private static final String BASE = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TABLE author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood);
            CREATE TABLE book (id bigint PRIMARY KEY, author bigint REFERENCES author, price numeric(8, 2) DEFAULT 0);
            CREATE TABLE sale (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
            CREATE TABLE sale_2026 PARTITION OF sale FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE INDEX book_by_author ON book (author);
            CREATE VIEW cheap AS SELECT id FROM book WHERE price < 5;
            CREATE FUNCTION books(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM book WHERE author = $1';
            """;

    @Parameter
    int major;

    @TempDir
    Path reports;

    private Scenario scenario;

    @BeforeEach
    void open(TestServers servers, @TempDir Path folder) {
        scenario = new Scenario(new OneServer(servers, major), folder).script("V1__base.sql", BASE);
        scenario.upgrade();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private ValidateOutcome validate() {
        return validate(Optional.of(StampTest.scratch(major)));
    }

    private ValidateOutcome validate(Optional<ScratchRequest> scratch) {
        return scenario.discreet(() -> Validate.run(new Validate.Request(
                scenario.request(), version -> scratch, List.of(), Duration.ofMinutes(2), reports)));
    }

    private String sql(Direction direction) {
        try {
            return Files.readString(reports.resolve(direction.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(Direction direction) {
        for (String statement : sql(direction).split(";\n")) {
            scenario.execute(statement);
        }
    }

    private static List<Result> results(ValidateOutcome outcome) {
        return outcome.driftSql().stream().map(DriftScript::result).toList();
    }

    @Test
    void anUntouchedDatabaseHasNoDriftAndGetsNoFiles() {
        ValidateOutcome outcome = validate();
        assertThat(outcome.valid()).isTrue();
        assertThat(outcome.notCompared()).isEmpty();
        assertThat(reports).isEmptyDirectory();
    }

    @Test
    void whatWasChangedByHandIsTakenBackByTheOneFileAndMadeByTheOther() {
        List<String> before = scenario.everything();
        scenario.execute("""
                ALTER TABLE author ADD COLUMN born date;
                ALTER TABLE book ALTER COLUMN price SET DEFAULT 1;
                ALTER TABLE book ADD CONSTRAINT positive CHECK (price >= 0);
                DROP INDEX book_by_author;
                CREATE INDEX sale_days ON sale (day);
                CREATE TABLE shelf (id bigint PRIMARY KEY, book bigint REFERENCES book ON DELETE CASCADE);
                COMMENT ON TABLE shelf IS 'where books stand';
                CREATE OR REPLACE VIEW cheap AS SELECT id FROM book WHERE price < 10;
                CREATE OR REPLACE FUNCTION books(bigint) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint';
                GRANT SELECT ON author TO PUBLIC;
                """);
        List<String> after = scenario.everything();
        ValidateOutcome outcome = validate();
        assertThat(outcome.drift())
                .contains(
                        "column public.author.born is there, and was not",
                        "index public.book_by_author is missing",
                        "table public.shelf is there, and was not");
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(outcome.driftSql()).extracting(DriftScript::losing).containsExactly(2, 0);
        assertThat(ValidateText.lines(outcome, Style.PLAIN).stream().map(Line::text))
                .anyMatch(line -> line.startsWith("to bring the database to the scripts, run " + reports)
                        && line.contains("2 of them may lose data")
                        && line.endsWith("tried: exact)"))
                .anyMatch(line -> line.startsWith("to bring the scripts to the database, make a migration of"));
        assertThat(sql(Direction.DATABASE_TO_SCRIPTS))
                .contains(
                        "-- LOSES DATA: what is in public.author.born\n",
                        "-- LOSES DATA: the rows of public.shelf\n",
                        "CREATE INDEX CONCURRENTLY book_by_author");
        assertThat(sql(Direction.SCRIPTS_TO_DATABASE))
                .contains(
                        "DROP INDEX CONCURRENTLY",
                        "NOT VALID",
                        "VALIDATE CONSTRAINT",
                        "record the new version with db:stamp")
                .doesNotContain(
                        "flyway_schema_history",
                        "belay_trace",
                        scenario.owner(),
                        "CREATE INDEX CONCURRENTLY sale_days");
        assertThat(scenario.everything()).isEqualTo(after);

        run(Direction.DATABASE_TO_SCRIPTS);
        assertThat(validate().drift()).isEmpty();
        assertThat(reports).isEmptyDirectory();
        assertThat(scenario.everything()).hasSameSizeAs(before);
    }

    @Test
    void aMigrationMadeOfTheOtherFileEndsTheDrift() {
        scenario.execute("CREATE TABLE shelf (id bigint PRIMARY KEY); ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'bad'");
        assertThat(validate().drift()).isNotEmpty();
        scenario.script("V2__shelf.sql", sql(Direction.SCRIPTS_TO_DATABASE));
        var stamped = Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of("2")),
                version -> Optional.of(StampTest.scratch(version)),
                reports,
                false,
                false));
        assertThat(stamped.agrees()).isTrue();
        assertThat(validate().valid()).isTrue();
    }

    @Test
    void whatPgCodeKeeperDoesNotSeeIsSaidInTheFile() {
        scenario.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC");
        ValidateOutcome outcome = validate();
        assertThat(outcome.drift()).anyMatch(line -> line.startsWith("default privileges"));
        assertThat(results(outcome)).containsExactly(Result.NOT_TRIED, Result.DIFFERS);
        assertThat(sql(Direction.SCRIPTS_TO_DATABASE)).contains("NOT COMPLETE", "--   default privileges");
    }

    @Test
    void anotherRoleThatTheScratchServerLacksFailsThereAndIsSaid() {
        String other = scenario.database().name() + "_reader";
        scenario.superuser().execute("CREATE ROLE " + other + "; GRANT SELECT ON book TO " + other);
        try {
            ValidateOutcome outcome = validate();
            assertThat(results(outcome)).containsExactly(Result.NOT_TRIED, Result.FAILS);
            assertThat(outcome.driftSql().get(1).remaining())
                    .singleElement()
                    .asString()
                    .contains(other, "does not exist");
            assertThat(sql(Direction.DATABASE_TO_SCRIPTS)).contains("NOT TRIED", "REVOKE", other);
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + other + "; DROP ROLE " + other);
        }
    }

    @Test
    void scriptsBelowABaselineAreReplayedToo() {
        scenario.execute("DROP TABLE flyway_schema_history");
        Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of("1")),
                version -> Optional.of(StampTest.scratch(version)),
                reports,
                false,
                false));
        assertThat(scenario.states()).contains("1 baseline");
        ValidateOutcome outcome = validate();
        assertThat(outcome.drift()).isEmpty();
        assertThat(outcome.valid()).isTrue();
    }

    @Test
    void scriptsThatAreGoneOrChangedSinceAreReplayedAsTheyWereApplied() {
        String view = "CREATE OR REPLACE VIEW authors AS SELECT id FROM author";
        scenario.script("R__authors.sql", view + ";").table("2", "shelf").table("3", "loan");
        scenario.upgrade();
        scenario.script("R__authors.sql", view + " WHERE name > 'a';").delete("V2__create_shelf.sql");
        ValidateOutcome outcome = validate();
        assertThat(outcome.notCompared()).isEmpty();
        assertThat(outcome.drift()).isEmpty();
        assertThat(outcome.history()).singleElement().asString().contains("its script is gone");
    }

    @Test
    void aHistoryWithoutItsTextsCannotBeReplayedAndThatIsSaid() {
        scenario.table("2", "shelf");
        scenario.upgrade();
        scenario.delete("V2__create_shelf.sql");
        scenario.execute("DELETE FROM belay.script");
        assertThat(validate().notCompared())
                .hasValue("the history cannot be replayed without the text of V2__create_shelf.sql");
    }

    @Test
    void withoutAScratchServerTheSchemaIsNotCompared() {
        scenario.execute("CREATE TABLE shelf (id bigint)");
        ValidateOutcome outcome = validate(Optional.empty());
        assertThat(outcome.notCompared()).contains("db.scratch is none");
        assertThat(outcome.drift()).isEmpty();
        assertThat(outcome.valid()).isTrue();
    }

    @Test
    void typesAreChangedWithoutACastThatCutsAndOnlyNarrowerOnesLoseSomething() {
        scenario.execute("ALTER TABLE sale ALTER COLUMN id TYPE numeric;"
                + " ALTER TABLE author ALTER COLUMN name TYPE varchar(20), ALTER COLUMN name DROP NOT NULL");
        scenario.execute(
                "INSERT INTO author (name) VALUES ('a name of many letters'::varchar(20)); INSERT INTO sale VALUES (7, '2026-05-05')");
        ValidateOutcome outcome = validate();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(sql(Direction.SCRIPTS_TO_DATABASE))
                .contains("ALTER COLUMN id TYPE numeric", "-- LOSES DATA: values of public.author.name that text")
                .doesNotContain("USING", "-- LOSES DATA: values of public.sale.id");
        assertThat(sql(Direction.DATABASE_TO_SCRIPTS))
                .contains("-- LOSES DATA: values of public.sale.id that numeric holds and bigint does not")
                .doesNotContain("USING", "LOSES DATA: values of public.author.name");
        run(Direction.DATABASE_TO_SCRIPTS);
        assertThat(validate().drift()).isEmpty();
    }

    @Test
    void anEnumGetsItsFormerValuesInPlace() {
        scenario.execute("CREATE VIEW moods AS SELECT mood FROM author; COMMENT ON TYPE mood IS 'how one feels'");
        scenario.execute("ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'bad'");
        scenario.execute("INSERT INTO author (name, mood) VALUES ('a', 'bad')");
        ValidateOutcome outcome = validate();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(sql(Direction.DATABASE_TO_SCRIPTS))
                .contains("ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood")
                .doesNotContain("DROP COLUMN", "LOSES DATA");
        run(Direction.DATABASE_TO_SCRIPTS);
        assertThat(scenario.query("SELECT mood FROM author")).containsExactly("bad");
        assertThat(validate().drift()).isEmpty();
    }

    @Test
    void anEnumKeepsItsColumnsWhereNothingCouldBeTriedEither() {
        scenario.execute("ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'bad'");
        scenario.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC");
        ValidateOutcome outcome = validate();
        assertThat(results(outcome)).containsExactly(Result.NOT_TRIED, Result.DIFFERS);
        assertThat(sql(Direction.DATABASE_TO_SCRIPTS))
                .contains("ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood")
                .doesNotContain("DROP COLUMN");
    }

    @Test
    void anIdentityMadeByHandGoesWithoutItsNumbersAndComesBehindThem() {
        scenario.execute(
                "INSERT INTO author (name) VALUES ('a'), ('b'); ALTER TABLE author ALTER COLUMN id DROP IDENTITY");
        scenario.execute("INSERT INTO author (id, name) VALUES (9, 'c')");
        assertThat(results(validate())).containsExactly(Result.EXACT, Result.EXACT);
        run(Direction.DATABASE_TO_SCRIPTS);
        assertThat(scenario.query("INSERT INTO author (name) VALUES ('d') RETURNING id"))
                .containsExactly("10");
    }

    @Test
    void lineEndsOfAFunctionAreNoDrift() {
        scenario.script(
                "V2__lines.sql",
                "CREATE FUNCTION lines() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n RETURN 1;\nEND $$;\n"
                        + "COMMENT ON TABLE book IS 'one\ntwo';\n");
        scenario.upgrade();
        scenario.execute("CREATE OR REPLACE FUNCTION lines() RETURNS int LANGUAGE plpgsql AS"
                + " $$\r\nBEGIN\r\n RETURN 1;\r\nEND $$; COMMENT ON TABLE book IS 'one\r\ntwo'");
        assertThat(validate().drift()).isEmpty();
    }

    @Test
    void partitionedTablesGetTheirConstraintsBack() {
        scenario.execute(
                "ALTER TABLE sale ADD COLUMN book bigint REFERENCES book, ADD CHECK (id > 0), ADD UNIQUE (id, day)");
        ValidateOutcome outcome = validate();
        assertThat(results(outcome)).containsExactly(Result.EXACT, Result.EXACT);
        assertThat(sql(Direction.SCRIPTS_TO_DATABASE))
                .contains("CHECK ((id > 0)) NOT VALID", "VALIDATE CONSTRAINT sale_id_check");
        run(Direction.DATABASE_TO_SCRIPTS);
        assertThat(validate().drift()).isEmpty();
    }
}
