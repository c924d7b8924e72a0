package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    @Test
    void anUpgradeGoesToTheLatestUnlessToldOtherwise() {
        assertThat(Targets.up(Optional.empty())).isEqualTo(new UpTarget.Latest());
        assertThat(Targets.up(Optional.of(" "))).isEqualTo(new UpTarget.Latest());
        assertThat(Targets.up(Optional.of("LATEST"))).isEqualTo(new UpTarget.Latest());
        assertThat(Targets.up(Optional.of("+3"))).isEqualTo(new UpTarget.Step(3));
        assertThat(Targets.up(Optional.of(" 20260101_1200 "))).isEqualTo(new UpTarget.To(Version.of("20260101.1200")));
    }

    @Test
    void aDowngradeGoesNowhereUnlessTold() {
        assertThat(Targets.down(Optional.of("base"))).isEqualTo(new DownTarget.Base());
        assertThat(Targets.down(Optional.of("-3"))).isEqualTo(new DownTarget.Step(3));
        assertThat(Targets.down(Optional.of("7.1"))).isEqualTo(new DownTarget.To(Version.of("7.1")));
        assertThatThrownBy(() -> Targets.down(Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.target is not set");
        assertThatThrownBy(() -> Targets.down(Optional.of(""))).hasMessageContaining("db.target is not set");
    }

    @ParameterizedTest
    @CsvSource({"-1, mvn db:downgrade -Ddb.target=-1", "base, mvn db:downgrade -Ddb.target=base"})
    void anUpgradeRefusesTheWaysDownAndNamesTheGoal(String target, String remedy) {
        assertThatThrownBy(() -> Targets.up(Optional.of(target)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource({"+1, mvn db:upgrade -Ddb.target=+1", "latest, mvn db:upgrade -Ddb.target=latest"})
    void aDowngradeRefusesTheWaysUpAndNamesTheGoal(String target, String remedy) {
        assertThatThrownBy(() -> Targets.down(Optional.of(target)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1.",
                "1..2",
                "+",
                "-",
                "+x",
                "+-1",
                "--1",
                "1-2",
                "V7",
                "7 8",
                "+0",
                "-0",
                "+12345678901",
                "٣"
            })
    void bothRefuseWhatIsNoTarget(String target) {
        assertThatThrownBy(() -> Targets.up(Optional.of(target)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(target);
        assertThatThrownBy(() -> Targets.down(Optional.of(target)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(target);
    }
}
