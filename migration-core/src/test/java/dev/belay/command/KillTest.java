package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What kills nothing must not count as a kill. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no shell")
class KillTest {

    private static Process child(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    }

    @Test
    void aLineThatNeverCameIsAFailure() {
        assertThatThrownBy(() -> Kill.at("step apply", 0).strike(child("echo step backup")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("it has ended and never come to: step apply; it said [step backup]");
    }

    @Test
    void aLineThatCameIsTheLastThatItSaid() throws Exception {
        Process child = child("echo step backup; echo step apply now; exec sleep 60");
        Kill.Struck struck = Kill.at("step apply", 0).strike(child);
        assertThat(struck.said()).containsExactly("step backup", "step apply now");
        assertThat(struck.killed()).isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void whatHasEndedByItselfWasNotKilled() throws Exception {
        Process child = child("exit 3");
        child.waitFor();
        assertThat(Kill.after(1).strike(child).killed()).isFalse();
    }
}
