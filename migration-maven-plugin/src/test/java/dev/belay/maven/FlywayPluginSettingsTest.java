package dev.belay.maven;

import static dev.belay.maven.TestGoals.execution;
import static dev.belay.maven.TestGoals.model;
import static dev.belay.maven.TestGoals.plugin;
import static dev.belay.maven.TestGoals.properties;
import static dev.belay.maven.TestGoals.typed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlywayPluginSettingsTest {

    @Test
    void readsValuesListsAndMaps() {
        var flyway = plugin(
                "org.flywaydb",
                "flyway-maven-plugin",
                "<table>t</table><locations><location>filesystem:a</location><location>filesystem:b</location></locations>"
                        + "<placeholders><owner>Ada</owner></placeholders>");
        assertThat(FlywayPluginSettings.of(typed("upgrade", model(flyway), properties())))
                .isEqualTo(Map.of("table", "t", "locations", "filesystem:a,filesystem:b", "placeholders.owner", "Ada"));
    }

    @Test
    void readsTheConfigurationOfAnOnlyExecution() {
        var flyway = plugin("org.flywaydb", "flyway-maven-plugin", "");
        flyway.addExecution(execution("migrate", "<table>t</table>"));
        assertThat(FlywayPluginSettings.of(typed("upgrade", model(flyway), properties())))
                .isEqualTo(Map.of("table", "t"));
        flyway.addExecution(execution("other", "<table>u</table>"));
        assertThat(FlywayPluginSettings.of(typed("upgrade", model(flyway), properties())))
                .isEmpty();
    }
}
