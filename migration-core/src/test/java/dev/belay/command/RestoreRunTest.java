package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.Backups;
import dev.belay.backup.WithoutSchema;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RestorePreview;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.report.RunReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A restore is a run: it takes steps, and is on record however it ends. */
class RestoreRunTest extends RestoreSuite {

    @Test
    void whatIsForcedToTakeThePlaceIsOnRecord() throws IOException {
        Path backup = backup(scenario);
        otherOwner(backup);
        restore(backup, true, true);
        assertThat(runs().get(0))
                .startsWith("succeeded|1|")
                .contains("forced, though not as backed up: owner table public.customer is another");
    }

    @Test
    void anEarlierVersionsBackupIsRestoredAndThatItWasNotComparedIsSaid() throws IOException {
        Path backup = backup(scenario);
        WithoutSchema.of(new Backups().open(backup));
        restore(backup, true, false);
        assertThat(scenario.told().warnings())
                .anyMatch(line -> line.contains("definitions, owners and privileges were not compared"));
    }

    @Test
    void theRestoreIsARunOfTheJournalWithItsSteps() {
        scenario.execute("REVOKE USAGE ON TYPE customer FROM PUBLIC");
        Path backup = backup(scenario);
        RestoreOutcome outcome = restore(backup, true, false);
        assertThat(runs()).hasSize(1).allMatch(line -> line.startsWith("succeeded|1|"));
        assertThat(steps()).containsExactly("verify|done", "restore|warned", "swap|done", "report|done");
        RunReport story = scenario.told().report();
        assertThat(story.goal()).isEqualTo("restore");
        assertThat(story.result()).isEqualTo(RunReport.Result.SUCCEEDED);
        assertThat(story.backup()).contains(backup.toString());
        assertThat(story.warnings()).contains("privileges PUBLIC on type public.customer is missing");
        assertThat(story.hint()).singleElement().asString().contains(outcome.keptAs());
        assertThat(scenario.discreet(() -> History.runs(scenario.request())).runs())
                .extracting(run -> run.goal() + " " + run.result().orElseThrow())
                .contains("restore SUCCEEDED");
    }

    @Test
    void aRestoreThatIsRefusedForWhatWouldBeLostIsOnRecord() {
        Path backup = backup(scenario);
        scenario.execute("INSERT INTO customer VALUES (5000, 'new')");
        scenario.superuser().execute(COUNTED);
        Problem problem = refused(() -> restore(backup, false, false));
        assertThat(problem.details()).singleElement().asString().startsWith("public.customer: ");
        // before hours are spent on it
        assertThat(steps()).containsExactly("verify|refused", "report|done");
        assertThat(runs()).containsExactly("refused|1|{}");
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1001");
    }

    @Test
    void aDryRunSaysWhatWouldBeLostAndChangesNothing() {
        Path backup = backup(scenario);
        scenario.execute("INSERT INTO customer VALUES (5000, 'new')");
        List<String> before = scenario.everything();
        RestorePreview preview = scenario.discreet(() -> RestoreBackup.preview(new RestoreBackup.Request(
                scenario.request(),
                backup,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                RunReports.NONE)));
        assertThat(preview.versionAfter()).contains("1");
        // on a busy machine the collector of 14 answers late
        assertThat(preview.lost()).allMatch(line -> line.startsWith("public.customer: "));
        assertThat(scenario.everything()).isEqualTo(before);
        assertThat(scenario.beside()).isEmpty();
    }

    @Test
    void thatTheHistoryHasGrownIsNoLoss() {
        Path backup = backup(scenario);
        scenario.script("V2__create_phone.sql", "CREATE TABLE phone (id int);").upgrade("2");
        if (scenario.database().major() >= 15) {
            scenario.superuser()
                    .execute(Waiting.until("EXISTS (SELECT FROM pg_stat_user_tables"
                            + " WHERE relname = 'flyway_schema_history' AND n_tup_ins > 1)"));
        }
        assertThat(restore(backup, false, false).versionAfter()).contains("1");
    }

    /** What is to be restored may be so damaged that there is no place for a journal. */
    @Test
    void aDatabaseInWhichNoJournalCanBeWrittenIsRestored() {
        Path backup = backup(scenario);
        scenario.superuser()
                .execute("DROP SCHEMA belay CASCADE; REVOKE CREATE ON DATABASE "
                        + scenario.database().name() + " FROM " + scenario.owner());
        restore(backup, true, false);
        assertThat(scenario.told().warnings()).anyMatch(line -> line.contains("cannot be written to the journal"));
        assertThat(runs()).hasSize(1).allMatch(line -> line.startsWith("succeeded|1|"));
        assertThat(steps()).containsExactly("verify|done", "restore|done", "swap|done", "report|done");
    }

    private Problem unforeseenBehind(Step step) {
        Path backup = backup(scenario);
        scenario.told().onStep(ended -> {
            if (ended.step() == step) {
                throw new IllegalStateException("nobody has thought of this");
            }
        });
        Problem problem = problem(EnvironmentException.class, () -> restore(backup, true, false));
        assertThat(problem.what()).contains("something unforeseen has happened", "nobody has thought of this");
        assertThat(scenario.told().report().problem()).contains(problem);
        return problem;
    }

    @Test
    void whatNobodyHasForeseenEndsTheRunToo() {
        assertThat(unforeseenBehind(Step.VERIFY).state())
                .contains(scenario.database().name() + " was not touched: it is in use as before.");
        assertThat(runs()).containsExactly("refused|1|{}");
        assertThat(steps()).containsExactly("verify|done", "report|done");
        assertThat(scenario.beside()).isEmpty();
    }

    @Test
    void whatNobodyHasForeseenBehindTheSwapSaysNothingOfTheDatabase() {
        assertThat(unforeseenBehind(Step.SWAP).state().orElseThrow())
                .startsWith("It is not known whether " + scenario.database().name() + " was restored");
        assertThat(runs()).containsExactly("failed|1|{}");
        assertThat(steps()).containsExactly("verify|done", "restore|done", "swap|done", "report|done");
    }
}
