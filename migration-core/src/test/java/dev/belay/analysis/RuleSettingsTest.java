package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.finding.FailOn;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.RefusalException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleSettingsTest {

    @Test
    void readsSeveritiesInAnyCase() {
        var settings = RuleSettings.parse(
                Map.of("drop-table-loses-data", "OFF", "truncate-loses-data", "Medium"), Optional.of("never"));
        assertThat(settings.severities())
                .containsEntry(new RuleId("drop-table-loses-data"), Optional.empty())
                .containsEntry(new RuleId("truncate-loses-data"), Optional.of(Severity.MEDIUM));
        assertThat(settings.failOn()).isEqualTo(FailOn.NEVER);
    }

    @Test
    void highFailsUnlessSaidOtherwise() {
        assertThat(RuleSettings.parse(Map.of(), Optional.empty()).failOn()).isEqualTo(FailOn.HIGH);
    }

    @Test
    void anUnknownRuleIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> RuleSettings.parse(Map.of("drop-table-looses-data", "off"), Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.rules.drop-table-looses-data names no rule")
                .hasMessageContaining("Did you mean drop-table-loses-data?");
    }

    @Test
    void anUnknownSeverityIsRefused() {
        assertThatThrownBy(() -> RuleSettings.parse(Map.of("drop-table-loses-data", "hihg"), Optional.empty()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.rules.drop-table-loses-data is \"hihg\"")
                .hasMessageContaining("Known: off, low, medium, high.");
    }

    @Test
    void anUnknownFailOnIsRefused() {
        assertThatThrownBy(() -> RuleSettings.parse(Map.of(), Optional.of("nevr")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("Did you mean never?");
    }
}
