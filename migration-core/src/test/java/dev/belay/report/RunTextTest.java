package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.ShellWord;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunTextTest {

    private static String steps(RunReport report) {
        return report.steps().stream()
                .map(step -> Samples.print(RunText.stepLine(step, Optional.empty(), Style.PLAIN)))
                .collect(Collectors.joining());
    }

    private static String closing(RunReport report) {
        return Samples.print(RunText.closing(report, Style.PLAIN));
    }

    private static String last(RunReport report) {
        List<Line> lines = RunText.closing(report, Style.PLAIN);
        return lines.get(lines.size() - 1).text();
    }

    @Test
    void theStepsAreColumnsWithTheirDetailsBelow() {
        assertThat(steps(RunSample.succeeded())).isEqualTo("""
                        [WARN]   preflight     0.2 s   at version 40, 2 pending: V41, V42
                        [WARN]                         pid 4711 (reports) is idle in transaction for 38 s
                        [INFO]   check         1.1 s   0 high, 1 medium
                        [INFO]   backup       14.0 s   394 MB in /backups/shop/40-20261120T231501Z, verified
                        [INFO]   rehearsal    52.3 s   up 8.1 s, down 0.4 s, schema back exactly; longest strong lock 0.03 s on orders
                        [INFO]   apply         8.2 s   V41, V42
                        [INFO]   validate      0.9 s   schema as rehearsed, 3 assertions hold, health 200
                        """);
    }

    @Test
    void whatFailedIsAnErrorAndWhatWasSkippedHasNoTime() {
        assertThat(steps(RunSample.rolledBack()))
                .contains("[INFO]   backup      skipped   db.skipBackup, with db.force\n")
                .contains(
                        "[ERROR]   apply    3 min 05 s   V42__split_name.sql:7:1: null values\n[INFO]   way back      0.4 s"
                                + "   The transaction");
    }

    @Test
    void aSafeguardThatIsNotTakenIsAWarningButInDevelopment() {
        StepReport skipped = RunSample.step(Step.BACKUP, StepReport.Result.SKIPPED, "there is no backup", 0);
        assertThat(List.of(Environment.values()))
                .extracting(environment -> RunText.stepLine(skipped, Optional.of(environment), Style.PLAIN)
                        .get(0)
                        .level())
                .containsExactly(Line.Level.INFO, Line.Level.WARN, Line.Level.WARN);
        StepReport done = RunSample.step(Step.BACKUP, StepReport.Result.DONE, "394 MB", 0);
        assertThat(RunText.stepLine(done, Optional.of(Environment.PRODUCTION), Style.PLAIN))
                .containsExactly(Line.info("  backup        0.0 s   394 MB"));
    }

    @Test
    void detailsAreMadeVisibleAndOfManyTheFirstAreShown() {
        String[] many =
                IntStream.rangeClosed(1, 30).mapToObj(i -> i + " \u001b[31m").toArray(String[]::new);
        List<Line> lines = RunText.stepLine(
                RunSample.step(Step.CHECK, StepReport.Result.WARNED, "w", 1, many), Optional.empty(), Style.PLAIN);
        assertThat(lines).hasSize(22);
        assertThat(lines.get(20).text()).endsWith("   20 ␛[31m");
        assertThat(lines.get(21).text()).endsWith("   ... and 10 more lines, which are in run.json");
    }

    @Test
    void aStepWithoutWordsEndsWithItsTime() {
        StepReport step = RunSample.step(Step.CHECK, StepReport.Result.DONE, "", 1_140);
        assertThat(RunText.stepLine(step, Optional.empty(), Style.PLAIN))
                .containsExactly(Line.info("  check         1.1 s"));
    }

    @Test
    void aSuccessSaysWhereTheDatabaseIsAndTheWayBack() {
        assertThat(closing(RunSample.succeeded())).isEqualTo("""
                        [WARN] On record: db:allow index-blocks-writes at V41__order_state.sql:3:1: the table is small
                        [WARN] The replica replica-2 lags by 4.2 s.
                        [INFO] shop is at version 42 (was 40): 2 scripts applied in 1 min 17 s. Way back: mvn db:downgrade -Ddb.target=40
                        """);
    }

    @Test
    void aFailureSaysWhatHappenedWhatWasTakenBackTheStateAndWhatIsNext() {
        assertThat(closing(RunSample.rolledBack())).endsWith("""
                        [ERROR] V42__split_name.sql:7:1: column "full_name" contains null values (SQLSTATE 23502)
                        [ERROR]     ALTER TABLE customer ALTER COLUMN full_name SET NOT NULL;
                        [ERROR] The transaction was rolled back; V41, applied in this run, was undone with U41.
                        [ERROR] shop is at version 40, as before; nothing of this run stayed.
                        [ERROR] Next: find the rows with  SELECT * FROM customer WHERE full_name IS NULL
                        """);
    }

    @Test
    void whatTheStateSaysTooIsSaidOnce() {
        RunReport report = RunSample.rolledBack();
        String words = report.steps().get(report.steps().size() - 1).words();
        Problem problem = report.problem().orElseThrow().withState(words + " shop is at version 40.");
        RunReport once = RunSample.with(report, problem);
        assertThat(closing(once)).containsOnlyOnce("was undone with U41").contains("[ERROR] " + words + " shop is at");
    }

    @Test
    void aRefusalWithoutAStateSaysThatNothingWasChanged() {
        assertThat(closing(RunSample.refused())).endsWith("""
                        [ERROR] U40__x.sql is missing.
                        [ERROR] Refused; nothing of shop was changed.
                        [ERROR] Next: write it: mvn db:undo
                        """);
    }

    @Test
    void theUndoScriptsAreTheWayBackOnlyWhenTheRehearsalSawThemLeadBack() {
        RunReport report = RunSample.succeeded();
        for (WayBack wayBack : WayBack.values()) {
            RunReport with = RunSample.with(
                    report, Result.SUCCEEDED, Optional.of("42"), Optional.of(RunSample.figures(wayBack)));
            assertThat(last(with))
                    .endsWith(
                            wayBack.restores()
                                    ? " Way back: mvn db:downgrade -Ddb.target=40"
                                    : " Way back, without what is written from now on: mvn db:restore"
                                            + " -Ddb.backup=/backups/shop/40-20261120T231501Z");
        }
    }

    @Test
    void withoutARehearsalItIsTheBackupAndWithoutBothItIsSaidSo() {
        List<dev.belay.outcome.AppliedScript> applied = RunSample.succeeded().applied();
        assertThat(last(RunSample.with(applied, List.of(), Optional.of("/back ups/it's"))))
                .endsWith("mvn db:restore -Ddb.backup=" + ShellWord.of("/back ups/it's"));
        assertThat(last(RunSample.with(applied, List.of(), Optional.empty())))
                .endsWith(" Way back, not rehearsed: mvn db:downgrade -Ddb.target=40");
    }

    @Test
    void eachGoalSaysWhatItDid() {
        var applied = RunSample.succeeded().applied();
        assertThat(last(RunSample.with("upgrade", Optional.of("42"), Optional.of("42"), List.of())))
                .isEqualTo("shop is at version 42; nothing was pending.");
        assertThat(last(RunSample.with("downgrade", Optional.of("42"), Optional.of("40"), applied)))
                .isEqualTo("shop is at version 40 (was 42): 2 scripts undone in 1 min 17 s."
                        + " Up again: mvn db:upgrade -Ddb.target=42");
        assertThat(last(RunSample.with("downgrade", Optional.of("42"), Optional.empty(), applied)))
                .startsWith("shop has no version (was 42): 2 scripts undone");
        assertThat(last(RunSample.with("restore", Optional.of("42"), Optional.of("40"), List.of())))
                .isEqualTo("shop is at version 40 (was 42): restored from /backups/shop/40-20261120T231501Z"
                        + " in 1 min 17 s.");
    }

    @ParameterizedTest
    @EnumSource(value = Result.class, names = "SUCCEEDED", mode = EnumSource.Mode.EXCLUDE)
    void whatDidNotEndWellIsAnErrorWhateverIsKnownOfIt(Result result) {
        RunReport report = RunSample.with(RunSample.succeeded(), result, Optional.empty(), Optional.empty());
        List<Line> lines = RunText.closing(report, Style.PLAIN);
        assertThat(lines.get(lines.size() - 1).level()).isEqualTo(Line.Level.ERROR);
        assertThat(lines.get(lines.size() - 1).text()).contains("shop").endsWith(".");
    }

    @Test
    void aDowngradeEndsWithWhatToKnow() {
        assertThat(Samples.print(RunText.closing(RunSample.downgraded(), Style.PLAIN)))
                .endsWith("[INFO] shop is at version 40 (was 42): 1 script undone, 1 repeatable script put back in"
                        + " 1 min 17 s. Up again: mvn db:upgrade -Ddb.target=42\n[INFO] An application climbs"
                        + " again.\n[INFO] Hold it.\n");
    }
}
