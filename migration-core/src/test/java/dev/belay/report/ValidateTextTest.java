package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.ValidateOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said behind a validation that failed. */
class ValidateTextTest {

    private static String next(
            List<String> history,
            List<String> drift,
            List<String> unsound,
            List<String> foreignKeys,
            List<String> assertions) {
        return ValidateText.next(new ValidateOutcome(
                Samples.SHOP,
                Optional.of("40"),
                history,
                drift,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                unsound,
                foreignKeys,
                List.of(),
                assertions,
                1,
                Duration.ofSeconds(1)));
    }

    @Test
    void whatIsToBeDoneFitsWhatDoesNotHold() {
        List<String> none = List.of();
        List<String> one = List.of("one");
        String rows = "correct the rows that are named above, in a script or by hand";
        assertThat(next(none, none, none, none, one)).isEqualTo(rows);
        assertThat(next(none, none, none, one, one)).isEqualTo(rows);
        assertThat(next(one, none, none, none, none)).contains("mvn db:repair").doesNotContain("by hand");
        assertThat(next(none, none, one, none, none))
                .contains("REINDEX INDEX CONCURRENTLY")
                .doesNotContain("by hand");
        assertThat(next(none, one, none, none, one))
                .startsWith("bring what was changed by hand")
                .endsWith(rows);
    }
}
