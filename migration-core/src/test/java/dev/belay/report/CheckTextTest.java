package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.Impact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckTextTest {

    private static String print(FailOn failOn, CheckOutcome outcome) {
        return Samples.print(new CheckText(failOn, Style.PLAIN).lines(outcome));
    }

    @Test
    void saysPlaceStatementEffectAndAdvice() {
        assertThat(print(FailOn.HIGH, Samples.check(false, Samples.dropTable(), Samples.noUndo())))
                .isEqualTo("""
                        [INFO] check · 2 scripts · new against origin/main (a1b2c3d)
                        [ERROR] V41__drop.sql:3:1 · high · drop-table-loses-data
                        [ERROR]     DROP TABLE orders
                        [ERROR]   Every row of orders is lost.
                        [ERROR]   Rename it first.
                        [ERROR]   Drop it a release later.
                        [WARN] V42__x.sql · medium · no-undo-script
                        [WARN]   There is no way back.
                        [INFO] 2 scripts, 3 statements: 0 traced, 2 read only from their text, 1 opaque · 2.1 s
                        [ERROR] 1 high, 1 medium.
                        """);
    }

    @Test
    void anAdvisoryCheckPrintsNoErrors() {
        assertThat(print(FailOn.HIGH, Samples.check(true, Samples.dropTable())))
                .doesNotContain("[ERROR]")
                .endsWith("[WARN] 1 high. Advisory: with nothing to compare with, the build does not fail.\n");
    }

    @Test
    void theLowestSeverityThatFailsDecidesWhatIsAnError() {
        assertThat(print(FailOn.MEDIUM, Samples.check(false, Samples.noUndo())))
                .contains("[ERROR] V42__x.sql · medium");
        assertThat(print(FailOn.NEVER, Samples.check(false, Samples.dropTable())))
                .doesNotContain("[ERROR]");
    }

    @Test
    void aCleanCheckSaysSo() {
        assertThat(print(FailOn.HIGH, Samples.check(false))).endsWith("[INFO] No findings.\n");
    }

    @Test
    void nothingPendingIsTwoLines() {
        var nothing = new CheckOutcome(
                "new against origin/main (a1b2c3d)",
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Impact.NONE,
                Duration.ZERO);
        assertThat(print(FailOn.HIGH, nothing)).isEqualTo("""
                        [INFO] check · 0 scripts · new against origin/main (a1b2c3d)
                        [INFO] Nothing is pending.
                        """);
    }

    @Test
    void aLongStatementIsCut() {
        String sql = IntStream.rangeClosed(1, 9).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        Finding whole = Samples.dropTable();
        var finding = new Finding(
                whole.rule(),
                whole.severity(),
                whole.evidence(),
                whole.script(),
                whole.location(),
                whole.span(),
                Optional.of(sql),
                whole.message(),
                whole.advice());
        assertThat(print(FailOn.HIGH, Samples.check(false, finding)))
                .contains("    line 6\n[ERROR]     … 3 more lines\n")
                .doesNotContain("line 7");
    }
}
