package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"300,300000", "300s,300000", "500ms,500", "5 min,300000", "1.5m,90000", "2H,7200000", "0,0"})
    void aTimeHasAUnitOrIsInSeconds(String text, long millis) {
        assertThat(Amounts.time("db.timeout", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5 weeks", "-1", "1e3", "9999999999999h", "${undefined}"})
    void whatIsNoTimeIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Amounts.time("db.timeout", text))
                .isInstanceOf(RefusalException.class)
                .hasMessageStartingWith("db.timeout is not a time such as 500ms, 30s or 5 min: " + text);
    }

    @Test
    void aStatementWithoutALimitHasTheLongestThatTheServerKnows() {
        Duration longest = Duration.ofMillis(2_147_483_647);
        assertThat(Amounts.statementTime("db.timeout", "0")).isEqualTo(longest);
        assertThat(Amounts.statementTime("db.timeout", "1000h")).isEqualTo(longest);
        assertThat(Amounts.statementTime("db.timeout", "300s")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aSizeHasAUnitOrIsInBytes() {
        assertThat(Amounts.size("db.rehearsal.maxSize", "10 GB")).isEqualTo(10_000_000_000L);
        assertThat(Amounts.size("db.rehearsal.maxSize", "512")).isEqualTo(512);
    }

    /** One of a number type has its text refused by Maven, in words about classes, before a goal sees it. */
    @Test
    void everyGoalReadsTimesHere() throws NoSuchFieldException {
        Map<String, Class<?>> times = Map.of(
                "maxLockTime", SafeguardsMojo.class,
                "maxReplicaLag", SafeguardsMojo.class,
                "warnAfter", SafeguardsMojo.class,
                "scratchTimeout", ScratchMojo.class);
        for (Map.Entry<String, Class<?>> time : times.entrySet()) {
            assertThat(time.getValue().getDeclaredField(time.getKey()).getType())
                    .as(time.getKey())
                    .isEqualTo(String.class);
        }
        assertThat(SafeguardsMojo.class.getDeclaredField("timeout").getType()).isEqualTo(String.class);
        assertThat(ValidateMojo.class.getDeclaredField("timeout").getType()).isEqualTo(String.class);
    }
}
