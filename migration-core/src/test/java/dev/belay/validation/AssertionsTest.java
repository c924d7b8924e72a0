package dev.belay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import dev.belay.parse.Placeholders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssertionsTest extends DatabaseReadingTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final String BESIDE = "src/main/resources/db/assertions/";

    @TempDir
    Path project;

    private void write(String file, String text) {
        try {
            Path path = project.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<AssertionFile> find() {
        return Assertions.find(project, List.of(MIGRATIONS), Placeholders.NONE);
    }

    private Assertions check(String text) {
        write(BESIDE + "a.sql", text);
        return Assertions.check(connection, find(), LONG);
    }

    @Test
    void filesAreFoundBesideTheMigrationsAndInTheProject() {
        write(BESIDE + "b.sql", "select 1 where false");
        write(BESIDE + "a.sql", "select 1 where false");
        write(BESIDE + "notes.txt", "no SQL");
        write("db/assertions/c.sql", "select true; select true;");
        List<AssertionFile> files = find();
        assertThat(files)
                .extracting(AssertionFile::name)
                .containsExactly(BESIDE + "a.sql", BESIDE + "b.sql", "db/assertions/c.sql");
        assertThat(Assertions.check(connection, files, LONG).words()).isEqualTo("4 assertions hold");
        assertThat(Assertions.find(project, List.of(project.resolve("db/migration")), Placeholders.NONE))
                .as("a folder that is both is read once")
                .hasSize(1);
    }

    @Test
    void withoutFilesThereIsNothingToHold() {
        assertThat(find()).isEmpty();
        assertThat(Assertions.check(connection, find(), LONG).words()).isEqualTo("no assertions");
    }

    @Test
    void noRowsAndASingleTrueHoldAndNothingElseDoes() {
        Assertions outcome = check("-- holds\nselect 1 where false;\nselect true;\n  (values (true));\n"
                + "select false;\nselect null::bool as ok;\nselect true union all select true;\nselect 't';\nselect true as ok, 1;\n"
                + "with x as (select 1 as n) table x;");
        assertThat(outcome.held()).isEqualTo(3);
        assertThat(outcome.violations())
                .containsExactly(
                        new Violation(BESIDE + "a.sql:5:1", "does not return true", List.of("f")),
                        new Violation(BESIDE + "a.sql:6:1", "does not return true", List.of("null")),
                        new Violation(
                                BESIDE + "a.sql:7:1", "returns 2 rows, and should return none", List.of("t", "t")),
                        new Violation(BESIDE + "a.sql:8:1", "returns 1 row, and should return none", List.of("t")),
                        new Violation(
                                BESIDE + "a.sql:9:1", "returns 1 row, and should return none", List.of("ok = t, 1")),
                        new Violation(
                                BESIDE + "a.sql:10:1", "returns 1 row, and should return none", List.of("n = 1")));
        assertThat(outcome.words()).isEqualTo("6 of 9 assertions do not hold");
    }

    @Test
    void theFirstRowsAreShownWithLongValuesCut() {
        Assertions outcome =
                check("select n as id, repeat('ä', 61) as text, E'two\\nlines' as l from generate_series(1, 9) n");
        assertThat(outcome.words()).isEqualTo("1 of 1 assertion does not hold");
        assertThat(outcome.violations()).singleElement().satisfies(violation -> {
            assertThat(violation).hasToString(BESIDE + "a.sql:1:1: returns more than 3 rows, and should return none");
            assertThat(violation.rows())
                    .hasSize(3)
                    .first()
                    .isEqualTo("id = 1, text = " + "ä".repeat(59) + "…, l = two lines");
        });
    }

    @Test
    void nothingCanBeWritten() {
        database.execute("CREATE TABLE t (n int); CREATE FUNCTION f() RETURNS bool LANGUAGE sql"
                + " AS 'insert into t values (1) returning true'; CREATE PROCEDURE p() LANGUAGE plpgsql"
                + " AS 'begin commit; insert into t values (2); end'");
        Assertions outcome = check("select f();\nset transaction read write;\nselect f();\ncommit;\nselect f();\n"
                + "insert into t values (3);\ncall p();\nwith x as (insert into t values (4) returning n) select n from x;"
                + "\nset default_transaction_read_only = off;\nselect n into u from t;\nselect true");
        assertThat(outcome.held()).isEqualTo(1);
        assertThat(outcome.violations().stream().map(Violation::toString))
                .satisfiesExactly(
                        v -> assertThat(v)
                                .endsWith("a.sql:1:1: could not be asked: cannot execute INSERT in a read-only"
                                        + " transaction"),
                        v -> assertThat(v).contains("a.sql:2:1: could not be asked: "),
                        v -> assertThat(v).contains("a.sql:3:1: could not be asked: cannot execute INSERT"),
                        v -> assertThat(v).contains("a.sql:4:1: is no query"),
                        v -> assertThat(v).contains("a.sql:5:1: could not be asked: cannot execute INSERT"),
                        v -> assertThat(v).contains("a.sql:6:1: is no query"),
                        v -> assertThat(v).contains("a.sql:7:1: is no query"),
                        v -> assertThat(v).contains("a.sql:8:1: could not be asked: cannot execute SELECT"),
                        v -> assertThat(v).contains("a.sql:10:1: could not be asked: cannot execute SELECT INTO"));
        assertThat(database.query("select count(*), to_regclass('u') from t")).containsExactly("0|");
    }

    @Test
    void aFileMaySetParametersWhichEndWithIt() throws SQLException {
        database.execute("CREATE SCHEMA shop; CREATE TABLE shop.orders (n int)");
        write(BESIDE + "a.sql", "SET search_path = shop; select * from orders;");
        write(BESIDE + "b.sql", "select * from orders;");
        Assertions outcome = Assertions.check(connection, find(), LONG);
        assertThat(outcome.held()).isEqualTo(1);
        assertThat(outcome.violations())
                .extracting(Violation::toString)
                .containsExactly(BESIDE + "b.sql:1:1: could not be asked: relation \"orders\" does not exist");
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void questionMarksAndBracesAreNoParameters() {
        assertThat(check("select '{\"a\": 1}'::jsonb ? 'a'; select '{d ''x''}' = '{d ''x''}'")
                        .words())
                .isEqualTo("2 assertions hold");
    }

    @Test
    void oneThatTakesTooLongIsEndedAndTheNextIsAsked() {
        write(BESIDE + "a.sql", "select pg_sleep(60);\nselect true");
        Assertions outcome = Assertions.check(connection, find(), Duration.ofSeconds(2));
        assertThat(outcome.held()).isEqualTo(1);
        assertThat(outcome.violations())
                .extracting(Violation::toString)
                .containsExactly(BESIDE + "a.sql:1:1: could not be asked: not done within 2 s");
    }

    @Test
    void placeholdersAreReplacedAndOneWithoutAValueIsRefusedBeforeAnythingRuns() {
        write(BESIDE + "a.sql", "select '${env}' = 'test'");
        List<Path> folders = List.of(MIGRATIONS);
        var files = Assertions.find(project, folders, Placeholders.of(Map.of("env", "test")));
        assertThat(Assertions.check(connection, files, LONG).violations()).isEmpty();
        assertThatThrownBy(() -> Assertions.find(project, folders, Placeholders.of(Map.of())))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(BESIDE + "a.sql:1:9");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        write(BESIDE + "a.sql", "");
        Files.write(project.resolve(BESIDE + "a.sql"), "select 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::find)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(BESIDE + "a.sql is not in UTF-8");
    }
}
