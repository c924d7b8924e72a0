package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.RunsOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunsTextTest {

    private static PastRun run(String goal, Result result, String before, String after, String... audit) {
        return run(goal, result, before, after, Optional.empty(), List.of(), audit);
    }

    private static PastRun run(
            String goal,
            Result result,
            String before,
            String after,
            Optional<String> plan,
            List<PastRun.Step> steps,
            String... audit) {
        return new PastRun(
                RunSample.STARTED,
                goal,
                Optional.ofNullable(result),
                Optional.ofNullable(before),
                Optional.ofNullable(after),
                Optional.ofNullable(result).map(ended -> Duration.ofMillis(77_400)),
                "deploy@ci-7",
                Optional.of("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"),
                Optional.of("production"),
                plan,
                new RunId("7f3a0c11"),
                steps,
                List.of(audit));
    }

    private static PastRun.Step step(String name, String result, String words) {
        return new PastRun.Step(
                name, Optional.of(result), Optional.of(words), RunSample.STARTED, Optional.of(Duration.ofSeconds(1)));
    }

    private static PastRun.Step open(String name) {
        return new PastRun.Step(name, Optional.empty(), Optional.empty(), RunSample.STARTED, Optional.empty());
    }

    private static String print(List<PastRun> runs) {
        return Samples.print(RunsText.lines(RunsOutcome.of(Samples.SHOP, runs), Style.PLAIN));
    }

    @Test
    void isATableWithWhatHappenedWhatIsOnRecordAndTheRates() {
        List<PastRun.Step> failed = List.of(
                step("preflight", "done", "nothing in the way"),
                step("apply", "failed", "V42__split_name.sql:7:1: column \"full_name\" contains null values"),
                step("way back", "done", "taken back with U41"),
                step("report", "done", "target/db/run.json"));
        assertThat(print(List.of(
                        run(
                                "upgrade",
                                null,
                                "42",
                                null,
                                Optional.empty(),
                                List.of(step("check", "done", "0 high"), open("backup"))),
                        run(
                                "upgrade",
                                Result.SUCCEEDED,
                                "40",
                                "42",
                                Optional.of("plan.json"),
                                List.of(step("apply", "done", "2 scripts")),
                                "db.force: the check failed"),
                        run("upgrade", Result.ROLLED_BACK, "40", "40", Optional.empty(), failed),
                        run(
                                "restore",
                                Result.FAILED,
                                "40",
                                null,
                                Optional.empty(),
                                List.of(step("verify", "failed", "a file is missing"))),
                        run("upgrade", Result.SUCCEEDED, null, "40"))))
                .isEqualTo("""
                        [INFO] started               goal     result       version      time        by           commit   run
                        [WARN] 2026-11-20 23:15:00Z  upgrade  not ended    42 -> ?                  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     production
                        [INFO]     last step: backup, not ended
                        [INFO] 2026-11-20 23:15:00Z  upgrade  succeeded    40 -> 42     1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     production, plan plan.json
                        [INFO]     on record: db.force: the check failed
                        [WARN] 2026-11-20 23:15:00Z  upgrade  rolled back  40           1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     production
                        [INFO]     apply failed: V42__split_name.sql:7:1: column "full_name" contains null values
                        [INFO]     way back: taken back with U41
                        [ERROR] 2026-11-20 23:15:00Z  restore  failed       40 -> ?      1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     production
                        [INFO]     verify failed: a file is missing
                        [INFO] 2026-11-20 23:15:00Z  upgrade  succeeded    empty -> 40  1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     production
                        [INFO] 5 runs: 2 succeeded, 1 rolled back, 1 failed, 1 not ended; success 50 %, rollback 25 %
                        """);
    }

    @Test
    void linesStayWithinTheWidthOfATerminal() {
        var run = run(
                "upgrade",
                Result.ROLLED_BACK,
                "40",
                "40",
                Optional.empty(),
                List.of(step("apply", "failed", "a\nvery ".repeat(40))));
        assertThat(print(List.of(run)).lines()).allMatch(line -> line.length() <= 120);
        assertThat(print(List.of(run))).contains("apply failed: a very a very").contains("…");
    }

    @Test
    void ratesAreOfTheRunsThatEnded() {
        List<PastRun> runs = Stream.of(
                        Collections.nCopies(9, run("upgrade", Result.SUCCEEDED, "1", "2")),
                        List.of(
                                run("upgrade", Result.FAILED, "1", "1"),
                                run("upgrade", Result.RESTORED, "1", "1"),
                                run("upgrade", Result.ROLLED_BACK, "1", "1")))
                .flatMap(List::stream)
                .toList();
        assertThat(print(runs))
                .endsWith(
                        "[INFO] 12 runs: 9 succeeded, 1 rolled back, 1 restored, 1 failed; success 75 %, rollback 16.7"
                                + " %\n");
        assertThat(print(List.of(run("upgrade", null, "1", null)))).endsWith("1 run: 0 succeeded, 1 not ended\n");
        assertThat(print(List.of(run("upgrade", Result.REFUSED, "1", "1"))))
                .endsWith("1 run: 0 succeeded, 1 refused; success 0 %, rollback 0 %\n");
    }

    @Test
    void aDowngradeToNothingEndsEmpty() {
        assertThat(print(List.of(run("downgrade", Result.SUCCEEDED, "1", null))))
                .contains("  1 -> empty  ");
    }

    @Test
    void noRunIsAFriendlyLine() {
        assertThat(print(List.of())).isEqualTo("[INFO] No run is on record in shop.\n");
    }
}
