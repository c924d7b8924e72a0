package dev.belay.maven;

import static dev.belay.maven.TestGoals.bound;
import static dev.belay.maven.TestGoals.execution;
import static dev.belay.maven.TestGoals.model;
import static dev.belay.maven.TestGoals.project;
import static dev.belay.maven.TestGoals.properties;
import static dev.belay.maven.TestGoals.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is switched on and off: a word that is neither must not mean off, least of all for a dry run. */
class SwitchesTest {

    private static SafeguardParameters asked(String... typed) {
        return new UpgradeMojo().asked(typed("upgrade", model(""), properties(typed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.force", "db.skipBackup", "db.skipRehearsal", "db.acceptLoss"})
    void aWordThatIsNeitherIsRefused(String property) {
        assertThatThrownBy(() -> asked(property, "yes"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(property + " is neither true nor false: yes");
    }

    @Test
    void aDryRunThatIsMisspeltChangesNothing() {
        Goal goal = typed("upgrade", model(""), properties("db.dryRun", "yes"));
        assertThatThrownBy(() -> new UpgradeMojo().isDryRun(goal))
                .hasMessageContaining("db.dryRun is neither true nor false: yes");
    }

    @Test
    void whatIsTypedCountsBeforeThePom() {
        Model pom = model("<dryRun>false</dryRun><force>true</force><backupKeepDays>7</backupKeepDays>");
        Goal goal =
                typed("upgrade", pom, properties("db.dryRun", "true", "db.force", "false", "db.backup.keepDays", "9"));
        assertThat(new UpgradeMojo().isDryRun(goal)).isTrue();
        SafeguardParameters asked = new UpgradeMojo().asked(goal);
        assertThat(asked.force()).isFalse();
        assertThat(asked.backupKeepDays()).isEqualTo(9);
    }

    @Test
    void aBoundGoalDoesWhatThePomSays() {
        Model pom = model("", execution("up", "<skipBackup>true</skipBackup>"));
        Goal goal = bound("upgrade", "up", project(pom, pom), properties("db.skipBackup", "false"));
        assertThat(new UpgradeMojo().asked(goal).skipBackup()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-3", "x", "99999"})
    void daysThatAreNoneAreRefused(String days) {
        assertThatThrownBy(() -> asked("db.backup.keepDays", days))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.backup.keepDays is not a number of days such as 30: " + days);
    }

    /** Maven takes every word but true for false, and what the POM says before what is typed. */
    @Test
    void noGoalLeavesSwitchesAndNumbersToMaven() {
        assertThat(List.of(
                                UpgradeMojo.class,
                                DowngradeMojo.class,
                                RestoreMojo.class,
                                HistoryMojo.class,
                                PreviewMojo.class,
                                CheckMojo.class)
                        .stream()
                        .flatMap(SwitchesTest::fields)
                        .filter(field -> field.getType().isPrimitive())
                        .map(Field::toString))
                .isEmpty();
    }

    private static Stream<Field> fields(Class<?> mojo) {
        return Stream.<Class<?>>iterate(
                        mojo, type -> type.getPackageName().equals("dev.belay.maven"), Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !field.isSynthetic());
    }
}
