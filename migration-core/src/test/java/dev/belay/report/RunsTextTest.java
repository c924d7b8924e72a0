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
        return new PastRun(
                RunSample.STARTED,
                goal,
                Optional.ofNullable(result),
                Optional.ofNullable(before),
                Optional.ofNullable(after),
                Optional.ofNullable(result).map(ended -> Duration.ofMillis(77_400)),
                "deploy@ci-7",
                Optional.of("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"),
                new RunId("7f3a0c11"),
                List.of(audit));
    }

    private static String print(List<PastRun> runs) {
        return Samples.print(RunsText.lines(new RunsOutcome(Samples.SHOP, runs), Style.PLAIN));
    }

    @Test
    void isATableWithWhatIsOnRecordAndTheRates() {
        assertThat(print(List.of(
                        run("upgrade", null, "42", null),
                        run("upgrade", Result.SUCCEEDED, "40", "42", "db.force: the check failed"),
                        run("upgrade", Result.ROLLED_BACK, "40", "40"),
                        run("restore", Result.FAILED, "40", null),
                        run("upgrade", Result.SUCCEEDED, null, "40"))))
                .isEqualTo("""
                        [INFO] started               goal     result       version      time        by           commit   run
                        [WARN] 2026-11-20 23:15:00Z  upgrade  not ended    42 -> ?                  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO] 2026-11-20 23:15:00Z  upgrade  succeeded    40 -> 42     1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO]     on record: db.force: the check failed
                        [WARN] 2026-11-20 23:15:00Z  upgrade  rolled back  40           1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [ERROR] 2026-11-20 23:15:00Z  restore  failed       40 -> ?      1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO] 2026-11-20 23:15:00Z  upgrade  succeeded    empty -> 40  1 min 17 s  deploy@ci-7  a1b2c3d  7f3a0c11
                        [INFO] 5 runs: 2 succeeded (50 %), 1 rolled back, 1 failed, 1 not ended
                        """);
    }

    @Test
    void ratesAreOfTheRunsThatEnded() {
        List<PastRun> runs = Stream.of(
                        Collections.nCopies(10, run("upgrade", Result.SUCCEEDED, "1", "2")),
                        List.of(run("upgrade", Result.FAILED, "1", "1"), run("upgrade", Result.ROLLED_BACK, "1", "1")))
                .flatMap(List::stream)
                .toList();
        assertThat(print(runs)).endsWith("[INFO] 12 runs: 10 succeeded (83 %), 1 rolled back, 1 failed\n");
        assertThat(print(List.of(run("upgrade", null, "1", null)))).endsWith("1 run: 0 succeeded, 1 not ended\n");
        assertThat(print(List.of(run("upgrade", Result.REFUSED, "1", "1"))))
                .endsWith("1 run: 0 succeeded (0 %), 1 refused\n");
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
