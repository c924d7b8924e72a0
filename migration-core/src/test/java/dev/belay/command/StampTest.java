package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.analysis.ScratchRequest;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.DriftScript;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.StampOutcome;
import dev.belay.report.Line;
import dev.belay.report.StampText;
import dev.belay.report.Style;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

/** Versions are recorded without running their scripts, and plain Flyway agrees with what was written. */
@ParameterizedClass(name = "PostgreSQL {0}")
@ValueSource(ints = {15, 18})
@ExtendWith(PostgresExtension.class)
@Tag("integration")
@Timeout(600)
class StampTest {

    private static final String ROWS = "SELECT version, description, type, script, checksum, execution_time, success"
            + " FROM flyway_schema_history ORDER BY installed_rank";

    @Parameter
    int major;

    @TempDir
    Path reports;

    private Scenario scenario;
    private boolean force;
    private boolean dryRun;
    private boolean scratch = true;

    @BeforeEach
    void open(TestServers servers, @TempDir Path folder) {
        scenario = new Scenario(new OneServer(servers, major), folder)
                .table("1", "author")
                .table("2", "book")
                .table("3", "loan")
                .script(
                        "R__authors.sql",
                        "CREATE OR REPLACE FUNCTION authors() RETURNS bigint LANGUAGE sql"
                                + " AS 'SELECT count(*) FROM author';\n");
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private StampOutcome stamp(String target) {
        return scenario.discreet(() -> Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of(target)),
                version -> scratch ? Optional.of(scratch(version)) : Optional.empty(),
                reports,
                force,
                dryRun)));
    }

    static ScratchRequest scratch(int version) {
        return new ScratchRequest(
                () -> new EmbeddedScratch(version, TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                Duration.ofMinutes(2));
    }

    private Problem refused(String target) {
        return DatabaseSuite.refused(() -> stamp(target));
    }

    private static List<String> said(StampOutcome outcome) {
        return StampText.lines(outcome, Style.PLAIN).stream().map(Line::text).toList();
    }

    /** The statements of V1 to V2 or V3, as somebody typed them. */
    private void byHand(String... tables) {
        for (String table : tables) {
            scenario.execute("CREATE TABLE " + table + " (id int PRIMARY KEY)");
        }
    }

    @Test
    void aDatabaseWithoutHistoryGetsFlywaysBaseline() {
        byHand("author", "book");
        StampOutcome outcome = stamp("2");
        assertThat(outcome.versionBefore()).isEmpty();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(scenario.query(ROWS)).containsExactly("2|<< Flyway Baseline >>|BASELINE|<< Flyway Baseline >>||0|t");
        assertThat(said(outcome))
                .anyMatch(line -> line.contains("is recorded as at version 2 (was at no version): 1 row written")
                        && line.contains("the schema is what the scripts make"));
        try (var other = scenario.another()) {
            other.execute("CREATE TABLE something (id int)");
            var flyway = other.set("baselineVersion", "2").plain();
            flyway.baseline();
            assertThat(scenario.query(ROWS)).isEqualTo(other.query(ROWS));
        }
        assertThat(scenario.plain().migrate().migrationsExecuted).isEqualTo(2);
        scenario.plain().validate();
        assertThat(scenario.query("SELECT count(*) FROM loan")).containsExactly("0");
    }

    @Test
    void aVersionThatNoScriptHasIsNoBaseline() {
        byHand("author");
        assertThat(refused("30").what()).isEqualTo("there is no version 30 among the scripts");
        assertThat(scenario.query("SELECT to_regclass('flyway_schema_history') IS NULL"))
                .containsExactly("t");
    }

    @Test
    void whatAnApplicationHasRecordedMeanwhileIsNotRecordedTwice() {
        scenario.upgrade("1");
        Problem problem = DatabaseSuite.refused(() -> Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of("3")),
                version -> {
                    scenario.plain().migrate();
                    return Optional.of(scratch(version));
                },
                reports,
                false,
                false)));
        assertThat(problem.what()).startsWith("somebody has changed the history since it was looked at");
        assertThat(scenario.query("SELECT version, count(*) FROM flyway_schema_history WHERE version IS NOT NULL"
                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly("1|1", "2|1", "3|1");
    }

    @Test
    void pendingVersionsAreRecordedAsFlywayWouldHaveWrittenThem() {
        scenario.upgrade("1");
        byHand("book", "loan");
        StampOutcome outcome = stamp("latest");
        assertThat(outcome.rows())
                .extracting(StampOutcome.Row::script)
                .containsExactly("V2__create_book.sql", "V3__create_loan.sql");
        try (var other = scenario.another()) {
            other.plain().migrate();
            String columns = "SELECT version, description, type, script, checksum, success FROM flyway_schema_history"
                    + " WHERE version > '1' ORDER BY 1";
            assertThat(scenario.query(columns)).isEqualTo(other.query(columns));
        }
        assertThat(scenario.query("SELECT DISTINCT execution_time FROM flyway_schema_history WHERE version > '1'"))
                .containsExactly("0");
        scenario.plain().validate();
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
        assertThat(scenario.query("SELECT authors()")).containsExactly("0");
        assertThat(stamp("latest").rows()).isEmpty();
    }

    @Test
    void whatWasRecordedCanBeTakenBackWithoutTheScripts() {
        scenario.upgrade("1");
        byHand("book", "loan");
        stamp("3");
        for (String name : List.of("1__create_author", "2__create_book", "3__create_loan")) {
            scenario.delete("U" + name + ".sql");
        }
        assertThat(scenario.downgrade("1").undone())
                .extracting("script")
                .containsExactly("U3__create_loan.sql", "U2__create_book.sql");
        assertThat(scenario.query("SELECT to_regclass('book'), to_regclass('author')"))
                .containsExactly("|author");
    }

    @Test
    void versionsAreRecordedAsNotAppliedAnyMore() {
        scenario.upgrade("3");
        scenario.execute("DROP TABLE loan; DROP TABLE book");
        StampOutcome outcome = stamp("1");
        assertThat(outcome.versionBefore()).contains("3");
        assertThat(outcome.versionAfter()).contains("1");
        assertThat(scenario.states()).contains("2 undone", "3 undone", "2 pending", "3 pending");
        assertThat(scenario.query("SELECT version, type, script, checksum FROM flyway_schema_history"
                        + " WHERE type = 'DELETE' ORDER BY installed_rank"))
                .containsExactly("3|DELETE|V3__create_loan.sql|", "2|DELETE|V2__create_book.sql|");
        assertThat(scenario.plain().migrate().migrationsExecuted).isEqualTo(2);
        scenario.plain().validate();
        assertThat(scenario.query("SELECT count(*) FROM loan")).containsExactly("0");
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void baseRecordsThatNothingIsApplied() {
        scenario.upgrade("2");
        scenario.execute("DROP TABLE author, book; DROP FUNCTION authors()");
        assertThat(stamp("base").versionAfter()).isEmpty();
        assertThat(scenario.current().version()).isEmpty();
        scenario.plain().migrate();
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void anotherSchemaIsRefusedWithTheDifferenceAndTheSqlForBothDirections() throws Exception {
        scenario.upgrade("1");
        byHand("book");
        scenario.execute("ALTER TABLE book ADD COLUMN title text; CREATE INDEX by_title ON book (title)");
        List<String> before = scenario.query(ROWS);
        Problem problem = refused("2");
        assertThat(problem.what()).contains("the schema is not what the scripts make");
        assertThat(problem.details())
                .contains(
                        "column public.book.title is there, and was not", "index public.by_title is there, and was not")
                .anyMatch(line -> line.startsWith("database to scripts: " + reports));
        assertThat(scenario.query(ROWS)).isEqualTo(before);
        assertThat(scenario.query("SELECT goal FROM belay.run")).doesNotContain("stamp");

        String toScripts = read(DriftScript.Direction.DATABASE_TO_SCRIPTS);
        String toDatabase = read(DriftScript.Direction.SCRIPTS_TO_DATABASE);
        assertThat(toScripts)
                .contains("the schemas are equal afterwards", "-- LOSES DATA: what is in public.book.title\n");
        assertThat(toDatabase)
                .contains(
                        "the schemas are equal afterwards",
                        "ADD COLUMN title text",
                        "CREATE INDEX CONCURRENTLY by_title")
                .doesNotContain("LOSES DATA");
        try (var connection = scenario.database().connect();
                var statement = connection.createStatement()) {
            for (String sql : toScripts.split(";\n")) {
                statement.execute(sql);
            }
        }
        assertThat(stamp("2").agrees()).isTrue();
        assertThat(Files.exists(reports.resolve(DriftScript.Direction.DATABASE_TO_SCRIPTS.file())))
                .isFalse();
    }

    private String read(DriftScript.Direction direction) throws Exception {
        return Files.readString(reports.resolve(direction.file()));
    }

    @Test
    void forceRecordsAnotherSchemaAndIsAudited() {
        scenario.upgrade("1");
        force = true;
        StampOutcome outcome = stamp("2");
        assertThat(outcome.drift()).contains("table public.book is missing");
        assertThat(scenario.current().version()).contains("2");
        assertThat(scenario.query("SELECT goal, result, version_before, version_after, audit[1] FROM belay.run"
                        + " WHERE goal = 'stamp'"))
                .singleElement()
                .asString()
                .startsWith("stamp|succeeded|1|2|db.force: recorded although")
                .contains("table public.book is missing");
        assertThat(said(outcome)).anyMatch(line -> line.endsWith("by force."));
    }

    @Test
    void withoutAScratchServerOnlyForceRecords() {
        scenario.upgrade("1");
        byHand("book");
        scratch = false;
        assertThat(refused("2").what()).contains("was not compared").contains("db.scratch is none");
        force = true;
        assertThat(stamp("2").notCompared()).contains("db.scratch is none");
        assertThat(scenario.current().version()).contains("2");
    }

    @Test
    void aDryRunShowsAndWritesNothing() {
        scenario.upgrade("1");
        List<String> before = scenario.everything();
        dryRun = true;
        StampOutcome outcome = stamp("3");
        assertThat(outcome.run()).isEmpty();
        assertThat(outcome.rows()).hasSize(2);
        assertThat(said(outcome))
                .contains("  applied: V2__create_book.sql", "  table public.book is missing")
                .anyMatch(line -> line.contains("Nothing was written, since db.dryRun is set"))
                .anyMatch(line -> line.startsWith("It would be refused"));
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void repeatableScriptsThatWereRunByHandAreNoDifference() {
        byHand("author", "book", "loan");
        scenario.execute("CREATE FUNCTION authors() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM author'");
        assertThat(stamp("latest").agrees()).isTrue();
        assertThat(scenario.states()).contains("authors pending");
    }

    @Test
    void aScriptThatFailedHalfWayIsForRepair() {
        scenario.upgrade("1");
        scenario.execute("INSERT INTO flyway_schema_history VALUES"
                + " (9, '2', 'create book', 'SQL', 'V2__create_book.sql', 1, current_user, now(), 1, false)");
        Problem problem = refused("3");
        assertThat(problem.details()).anyMatch(line -> line.startsWith("V2__create_book.sql: failed"));
        assertThat(problem.next()).contains("mvn db:repair");
    }

    @Test
    void aTargetThatIsNoVersionOrLiesBelowTheBaselineIsRefused() {
        byHand("author", "book");
        stamp("2");
        assertThat(refused("7").what()).contains("there is no version 7");
        assertThat(refused("1").what()).contains("no version 1");
        assertThat(refused("base").what()).contains("begins with a baseline at version 2");
        assertThat(DatabaseSuite.refused(() -> Targets.stamp(Optional.empty())).what())
                .contains("db.target is not typed");
    }

    @Test
    void oneThatWasCutOffEndsInTheJournalAllTheSame() throws SQLException {
        scenario.upgrade("1");
        byHand("book");
        scratch = false;
        force = true;
        List<String> rows = scenario.query(ROWS);
        CompletableFuture<StampOutcome> stamp;
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK flyway_schema_history IN SHARE MODE");
            stamp = DatabaseSuite.concurrently(() -> stamp("2"));
            String ours =
                    "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'belay %'";
            scenario.superuser().execute(Waiting.until("EXISTS (SELECT " + ours + " AND wait_event_type = 'Lock')"));
            scenario.superuser().query("SELECT pg_terminate_backend(pid) " + ours);
            assertThat(stamp.handle((outcome, failure) -> failure.getCause()).join())
                    .isInstanceOfSatisfying(
                            BelayException.class,
                            failure -> assertThat(failure.problem().state())
                                    .contains("The history is as it was; nothing was recorded."));
        }
        assertThat(scenario.query(ROWS)).isEqualTo(rows);
        assertThat(scenario.query("SELECT result, version_before, version_after, finished_at IS NOT NULL, audit::text"
                        + " LIKE '%db.force: recorded although%' FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("failed|1|1|t|t");
        assertThat(scenario.told().warnings()).noneMatch(line -> line.contains("could not be written"));
        assertThat(stamp("2").versionAfter()).contains("2");
        assertThat(scenario.told().infos()).noneMatch(line -> line.contains("was killed"));
    }
}
