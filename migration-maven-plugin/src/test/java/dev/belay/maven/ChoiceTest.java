package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Direction;
import dev.belay.outcome.RefusalException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    @Test
    void readsAWordInAnyCase() {
        assertThat(Choice.of("db.direction", Optional.of("Down"), Direction.UP)).isEqualTo(Direction.DOWN);
        assertThat(Choice.of("db.direction", Optional.empty(), Direction.UP)).isEqualTo(Direction.UP);
    }

    @Test
    void namesWhatIsAllowedAndWhatIsNear() {
        assertThatThrownBy(() -> Choice.of("db.direction", Optional.of("dwon"), Direction.UP))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.direction is not known: dwon")
                .hasMessageContaining("up, down")
                .hasMessageContaining("Did you mean down?");
    }

    @Test
    void aSwitchIsOnOffOrRefused() {
        assertThat(Choice.truth("db.embedded", Optional.of(" TRUE "))).isTrue();
        assertThat(Choice.truth("db.embedded", Optional.of("false"))).isFalse();
        assertThat(Choice.truth("db.embedded", Optional.empty())).isFalse();
        assertThatThrownBy(() -> Choice.truth("db.embedded", Optional.of("maybe")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.embedded is neither true nor false: maybe");
        assertThatThrownBy(() -> Choice.truth("db.embedded", Optional.of(" ")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.embedded is there but blank");
    }
}
