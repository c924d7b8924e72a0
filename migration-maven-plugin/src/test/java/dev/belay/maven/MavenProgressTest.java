package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress.ScriptRun;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MavenProgressTest {

    @Test
    void aShortRunShowsEveryScript() {
        assertThat(shown(12)).hasSize(12);
        assertThat(shown(20)).hasSize(20);
    }

    @Test
    void aLongRunShowsATwentiethAndTheLast() {
        assertThat(shown(1000)).hasSize(20).startsWith(50, 100).endsWith(950, 1000);
        assertThat(shown(21)).hasSizeLessThanOrEqualTo(21).endsWith(21);
    }

    private static List<Integer> shown(int total) {
        return IntStream.rangeClosed(1, total)
                .filter(number -> MavenProgress.isMilestone(new ScriptRun(number, total, "V" + number + "__x.sql", 3)))
                .boxed()
                .toList();
    }
}
