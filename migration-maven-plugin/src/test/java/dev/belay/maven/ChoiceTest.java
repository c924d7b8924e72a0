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
}
