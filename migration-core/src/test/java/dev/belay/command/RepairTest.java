package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RepairOutcome;
import dev.belay.outcome.RunReport.Result;
import dev.belay.report.Line;
import dev.belay.report.RepairText;
import dev.belay.report.Style;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flyway's repair: shown, done, and on record. */
class RepairTest extends DatabaseSuite {

    private static final String COMMIT = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334";
    private static final String ROWS = "SELECT installed_rank, version, description, type, script, checksum, success"
            + " FROM flyway_schema_history ORDER BY installed_rank";

    @BeforeEach
    void threeVersions() {
        if (scenario != null) {
            scenario.table("1", "one").table("2", "two").table("3", "three");
            scenario.upgrade();
        }
    }

    /** One script's text is another now, one has another name, one is gone, and one has failed. */
    private void disagree() {
        scenario.script("V1__create_one.sql", "CREATE TABLE one (id int PRIMARY KEY); -- touched\n")
                .delete("V2__create_two.sql")
                .delete("U2__create_two.sql")
                .delete("V3__create_three.sql")
                .script("V3__make_three.sql", "CREATE TABLE three (id int PRIMARY KEY);\n");
        scenario.execute("INSERT INTO flyway_schema_history VALUES"
                + " (4, '4', 'four', 'SQL', 'V4__four.sql', 1, current_user, now(), 1, false)");
    }

    private RepairOutcome repair(boolean confirmed) {
        return scenario.discreet(
                () -> Repair.run(new Repair.Request(scenario.request(), Optional.of(COMMIT), confirmed)));
    }

    private List<PastRun> runs() {
        return scenario.discreet(() -> History.runs(scenario.request())).runs();
    }

    private static List<String> said(RepairOutcome outcome) {
        return RepairText.lines(outcome, Style.PLAIN).stream().map(Line::text).toList();
    }

    @Test
    void isOnlyShownUntilItIsConfirmed() {
        disagree();
        List<String> before = scenario.everything();
        RepairOutcome shown = repair(false);
        assertThat(shown.found().stream().map(line -> line.replace(scenario.folder() + "/", "")))
                .containsExactlyInAnyOrder(
                        "V4__four.sql: its row says that it failed half-way",
                        "V1__create_one.sql: its text is not the one that was applied",
                        "V3__make_three.sql: its description is not the one that was applied",
                        "version 2 (create two): applied, and its script is gone");
        assertThat(shown.run()).isEmpty();
        assertThat(said(shown)).last().asString().contains("mvn db:repair -Ddb.force=true");
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void eachRowThatItChangesIsSaidAndOnRecord() {
        disagree();
        List<String> checksums = scenario.query("SELECT checksum FROM flyway_schema_history ORDER BY installed_rank");
        RepairOutcome done = repair(true);
        String now = scenario.query("SELECT checksum FROM flyway_schema_history WHERE installed_rank = 1")
                .get(0);
        assertThat(now).isNotEqualTo(checksums.get(0));
        assertThat(done.done())
                .containsExactlyInAnyOrder(
                        "V1__create_one.sql: its checksum was " + checksums.get(0) + ", and is that of the script now, "
                                + now,
                        "V3__create_three.sql: its description was \"create three\", and is that of the script now,"
                                + " \"make three\"",
                        "V4__four.sql: its row, which said that it failed, was deleted",
                        "V2__create_two.sql: marked as deleted by a row of its own, its script being gone");
        assertThat(said(done)).last().asString().endsWith("was repaired: 4 rows changed.");
        scenario.plain().validate();

        PastRun run = runs().get(0);
        assertThat(run.run()).isEqualTo(done.run().orElseThrow());
        assertThat(run.goal()).isEqualTo("repair");
        assertThat(run.result()).contains(Result.SUCCEEDED);
        assertThat(run.gitCommit()).contains(COMMIT);
        assertThat(run.environment()).contains("development");
        assertThat(run.versionBefore()).contains("3");
        assertThat(run.versionAfter()).contains("3");
        assertThat(run.steps())
                .extracting(step -> step.step() + " " + step.result().orElse("") + " "
                        + step.words().orElse(""))
                .containsExactly("repair done 4 rows of the history changed");
        assertThat(run.audit()).startsWith("db.force: repair of the history").hasSize(5);
        assertThat(run.audit().subList(1, 5))
                .isEqualTo(done.done().stream().map(line -> "repair: " + line).toList());
    }

    @Test
    void whereThereIsNoHistoryNothingIsMade() {
        try (var other = scenario.another()) {
            List<String> before = other.everything();
            RepairOutcome outcome =
                    other.discreet(() -> Repair.run(new Repair.Request(other.request(), Optional.empty(), true)));
            assertThat(outcome.done()).isEmpty();
            assertThat(outcome.run()).isEmpty();
            assertThat(other.everything()).isEqualTo(before);
        }
    }

    @Test
    void oneThatFailsChangesNothingAndSaysSo() {
        disagree();
        scenario.execute("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE 'the history is sealed'; END $$;"
                + " CREATE TRIGGER sealed BEFORE UPDATE ON flyway_schema_history FOR EACH ROW EXECUTE FUNCTION no()");
        List<String> rows = scenario.query(ROWS);
        var problem = problem(RefusalException.class, () -> repair(true));
        assertThat(problem.what()).contains("the history is sealed");
        assertThat(problem.state()).contains("The history is as it was; nothing was repaired.");
        assertThat(scenario.query(ROWS)).isEqualTo(rows);
        PastRun run = runs().get(0);
        assertThat(run.result()).contains(Result.FAILED);
        assertThat(run.versionAfter()).contains("3");
        assertThat(run.audit()).containsExactly("db.force: repair of the history");
        assertThat(run.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.words().orElseThrow()).contains("the history is sealed"));
    }

    @Test
    void oneThatWasCutOffEndsInTheJournalAllTheSame() throws SQLException {
        disagree();
        List<String> rows = scenario.query(ROWS);
        CompletableFuture<RepairOutcome> repair;
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK flyway_schema_history IN SHARE MODE");
            repair = concurrently(() -> repair(true));
            scenario.superuser()
                    .execute(Waiting.until("EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name LIKE 'belay %' AND wait_event_type = 'Lock')"));
            scenario.superuser()
                    .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND application_name LIKE 'belay %'");
            assertThat(repair.handle((outcome, failure) -> failure.getCause()).join())
                    .isInstanceOfSatisfying(BelayException.class, failure -> {
                        assertThat(failure.problem().what()).contains("terminating connection");
                        assertThat(failure.problem().state())
                                .contains("The history is as it was; nothing was repaired.");
                    });
        }
        assertThat(scenario.query(ROWS)).isEqualTo(rows);

        PastRun run = runs().get(0);
        assertThat(run.result()).contains(Result.FAILED);
        assertThat(run.versionAfter()).contains("3");
        assertThat(run.audit()).containsExactly("db.force: repair of the history");
        assertThat(run.steps()).singleElement().satisfies(step -> {
            assertThat(step.result()).contains("failed");
            assertThat(step.words().orElseThrow()).contains("terminating connection");
        });
        repair(true);
        assertThat(scenario.told().infos()).noneMatch(line -> line.contains("was killed"));
        assertThat(runs()).extracting(PastRun::goal).startsWith("repair", "repair");
    }
}
