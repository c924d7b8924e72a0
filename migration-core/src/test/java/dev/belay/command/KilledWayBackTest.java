package dev.belay.command;

import static dev.belay.command.AskedSafeguards.GATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.outcome.Problem;
import dev.belay.report.ReportFormat;
import dev.belay.report.RunReports;
import dev.belay.testing.PostgresExtension;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** An upgrade that is killed on its way back with undo scripts: the same scripts are not run again unforced. */
@Tag("integration")
@ExtendWith(PostgresExtension.class)
@Timeout(600)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no watchdog on Windows")
class KilledWayBackTest extends TakenBackSuite {

    private static final String LAST_RUN = "SELECT result, version_before, version_after FROM belay.run"
            + " WHERE goal = 'upgrade' ORDER BY started_at";

    @BeforeEach
    void twoScriptsThatCanBeUndone() {
        scenario.script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;")
                .table("3", "phone")
                .script("U3__create_phone.sql", "DROP TABLE phone;");
    }

    private void killedAt(String line) throws Exception {
        Kill.at(line, 0).strike(SafeUpgradeChild.start(scenario, folder, line));
    }

    private void requireRefusedUntilForced(String versionBefore) {
        Problem again = failed();
        assertThat(again.what()).contains("ran these scripts and had to be taken back");
        assertThat(again.state()).contains("The database is unchanged.");
        assertThat(scenario.query(LAST_RUN)).last().isEqualTo("rolled back|1|" + versionBefore);
        assertThat(scenario.current().version()).contains("1");

        asked.force = true;
        assertThat(failed().what()).contains("the gate is closed");
        asked.force = false;
        scenario.script("V9__gate.sql", "SELECT 1;");
        scenario.discreet(asked::upgrade);
        assertThat(scenario.current().version()).contains("9");
    }

    @Test
    void behindItsUndoScriptsCountsAsRolledBack() throws Exception {
        killedAt("step way back");
        requireRefusedUntilForced("1");
    }

    @Test
    void behindItsLastStepCountsAsRolledBack() throws Exception {
        killedAt("step report");
        requireRefusedUntilForced("1");
    }

    @Test
    void behindTheTransactionsOwnRollbackCountsAsRolledBack() throws Exception {
        scenario.delete("V2__mail.sql")
                .delete("U2__mail.sql")
                .delete("V3__create_phone.sql")
                .delete("U3__create_phone.sql");
        killedAt("step report");
        requireRefusedUntilForced("1");
    }

    private void requireFinishedFirst(String stillApplied) {
        Problem again = failed();
        assertThat(again.what())
                .contains("was killed while it took them back; of them " + stillApplied + " was still applied");
        assertThat(again.state().orElseThrow())
                .contains("Its way back has been finished")
                .contains("version 1");
        assertThat(scenario.current().version()).contains("1");
        requireRefusedUntilForced("1");
    }

    @Test
    void betweenItsUndoScriptsHasItsWayBackFinished() throws Exception {
        killedAt("script U2__mail.sql");
        assertThat(scenario.current().version()).contains("2");
        requireFinishedFirst("V2__mail.sql");
    }

    @Test
    void beforeItsUndoScriptsHasItsWayBackFinished() throws Exception {
        killedAt("statement U3__create_phone.sql");
        assertThat(scenario.current().version()).contains("3");
        requireFinishedFirst("V2__mail.sql, V3__create_phone.sql");
    }

    /** A downgrade has finished it and succeeded, and the upgrade that was asked for was refused. */
    @Test
    void whatTellsOfTheRunThatFinishesItTellsOfTheUpgrade() throws Exception {
        killedAt("script U2__mail.sql");
        asked.reports = new RunReports(EnumSet.of(ReportFormat.JSON, ReportFormat.OPENMETRICS), folder);
        Problem refused = failed();
        JsonNode story = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
        assertThat(List.of(
                        story.get("goal").asText(),
                        story.get("result").asText(),
                        story.get("versionBefore").asText(),
                        story.get("versionAfter").asText(),
                        story.get("problem").get("what").asText()))
                .containsExactly("upgrade", "refused", "2", "1", refused.what());
        assertThat(folder.resolve("metrics.txt"))
                .content()
                .containsPattern("belay_run_success\\{goal=\"upgrade\".*} 0\n");
        assertThat(scenario.told().report().goal()).isEqualTo("upgrade");
        assertThat(scenario.told().report().problem()).contains(refused);
        assertThat(scenario.query("SELECT goal, result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("downgrade|succeeded");
    }

    /** Where it cannot be finished, either. */
    @Test
    void andSoItDoesWhereItCannotBeFinished() throws Exception {
        killedAt("script U2__mail.sql");
        scenario.execute("UPDATE customer SET mail = 'eve@shop' WHERE id = 1");
        asked.reports = new RunReports(EnumSet.of(ReportFormat.JSON), folder);
        Problem refused = failed();
        JsonNode story = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
        assertThat(story.get("goal").asText()).isEqualTo("upgrade");
        assertThat(story.get("result").asText()).isEqualTo("refused");
        assertThat(story.get("problem").get("what").asText())
                .isEqualTo(refused.what())
                .contains("its way back could not be finished");
    }

    /** All that it applied is there: nothing is pending, and the schema is not what the copy has shown. */
    @Test
    void beforeItsFirstUndoScriptHasItsWayBackFinishedThoughNothingIsPending() throws Exception {
        scenario.script("V9__gate.sql", GATE.replace("RAISE 'the gate is closed'", "CREATE TABLE extra ()"))
                .script("U9__gate.sql", "DROP TABLE IF EXISTS extra;");
        killedAt("statement U9__gate.sql");
        assertThat(scenario.current().version()).contains("9");
        assertThat(failed().state().orElseThrow()).contains("Its way back has been finished");
        assertThat(scenario.current().version()).contains("1");
        assertThat(failed().what()).contains("ran these scripts and had to be taken back");
    }

    @Test
    void andKilledAgainWhileThatIsFinishedIsFinishedByTheThird() throws Exception {
        killedAt("script U2__mail.sql");
        killedAt("script U2__mail.sql");
        assertThat(scenario.current().version()).contains("2");
        requireFinishedFirst("V2__mail.sql");
    }

    @Test
    void whatOthersHaveWrittenMeanwhileIsKept() throws Exception {
        killedAt("script U2__mail.sql");
        scenario.execute("UPDATE customer SET mail = 'eve@shop' WHERE id = 1");
        Problem kept = failed();
        assertThat(kept.what()).contains("its way back could not be finished").contains("takes data away for good");
        assertThat(kept.next()).contains("-Ddb.acceptLoss=true").contains("-Ddb.force=true");
        assertThat(scenario.current().version()).contains("2");
        assertThat(scenario.query("SELECT mail FROM customer WHERE id = 1")).containsExactly("eve@shop");

        asked.acceptLoss = true;
        assertThat(failed().state().orElseThrow()).contains("Its way back has been finished");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void betweenItsUndoScriptsGoesOnWithScriptsThatHaveChanged() throws Exception {
        killedAt("script U2__mail.sql");
        scenario.script("V9__gate.sql", "SELECT 1;");
        scenario.discreet(asked::upgrade);
        assertThat(scenario.current().version()).contains("9");
    }

    /** A session that was ended is no fault of the scripts, however the run that says so ends. */
    @Test
    void forWhatPassesMayRunAgain() throws Exception {
        scenario.script("V9__gate.sql", GATE.replace("RAISE 'the gate is closed'", "RAISE deadlock_detected"));
        killedAt("step way back");
        assertThat(failed().what()).startsWith("V9__gate.sql:1:1: ");
        assertThat(scenario.current().version()).contains("1");
    }
}
