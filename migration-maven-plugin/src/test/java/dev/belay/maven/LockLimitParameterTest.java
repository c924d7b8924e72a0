package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Environment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockLimitParameterTest {

    private static SafeguardParameters asked(Optional<String> rehearsal, Optional<String> maxLockTime) {
        Optional<String> none = Optional.empty();
        return new SafeguardParameters(
                none,
                none,
                30,
                none,
                none,
                none,
                none,
                none,
                rehearsal,
                "10 GB",
                maxLockTime,
                false,
                false,
                false,
                none,
                none,
                false,
                "300s",
                none,
                none,
                none,
                none);
    }

    @Test
    void aLimitThatNoRehearsalMeasuresIsOnRecord() {
        assertThat(asked(Optional.empty(), Optional.of("1s")).audit(Environment.DEVELOPMENT))
                .containsExactly("db.maxLockTime was not checked: nothing is rehearsed");
        assertThat(asked(Optional.of("none"), Optional.of("1s")).audit(Environment.STAGING))
                .containsExactly("db.maxLockTime was not checked: nothing is rehearsed", "skipped: the rehearsal");
    }

    @Test
    void aLimitThatARehearsalMeasuresIsNot() {
        assertThat(asked(Optional.of("scratch"), Optional.of("1s")).audit(Environment.DEVELOPMENT))
                .isEmpty();
        assertThat(asked(Optional.empty(), Optional.of("1s")).audit(Environment.STAGING))
                .isEmpty();
        assertThat(asked(Optional.empty(), Optional.empty()).audit(Environment.DEVELOPMENT))
                .isEmpty();
    }
}
