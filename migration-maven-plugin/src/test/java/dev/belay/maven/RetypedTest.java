package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.report.BackupText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are compared as a POSIX shell reads them")
class RetypedTest {

    private static String retyped(String goal, Map<String, String> typed, String text) {
        return new Retyped(List.of(goal), typed).in(text);
    }

    @Test
    void aCommandReachesTheSameDatabaseAndScripts() {
        assertThat(retyped(
                        "db:upgrade",
                        Map.of(
                                "db.url",
                                "jdbc:postgresql://db:5432/shop",
                                "db.locations",
                                "my scripts",
                                "db.target",
                                "7"),
                        "run  mvn db:downgrade -Ddb.target=6  or mvn db:current"))
                .isEqualTo("run  mvn db:downgrade -Ddb.url=jdbc:postgresql://db:5432/shop '-Ddb.locations=my scripts'"
                        + " -Ddb.target=6  or mvn db:current -Ddb.url=jdbc:postgresql://db:5432/shop"
                        + " '-Ddb.locations=my scripts'");
    }

    @Test
    void whatLooksAmongTheBackupsLooksInTheSamePlace() {
        assertThat(retyped("db:upgrade", Map.of("db.backup.dir", "my backups"), "mvn db:backups ; mvn db:current"))
                .isEqualTo("mvn db:backups '-Ddb.backup.dir=my backups' ; mvn db:current");
    }

    @Test
    void whatReadsABackupIsGivenItsKeyAndItsProgramsAgain() {
        var typed = Map.of("db.backup.key", "env:SHOP_KEY", "db.backup.client", "/opt/pg 17/bin", "db.backup.dir", "b");
        assertThat(retyped(
                        "db:upgrade", typed, "mvn db:restore -Ddb.backup=b/shop/1 ; mvn db:backups ; mvn db:current"))
                .isEqualTo("mvn db:restore -Ddb.backup.key=env:SHOP_KEY '-Ddb.backup.client=/opt/pg 17/bin'"
                        + " -Ddb.backup=b/shop/1 ; mvn db:backups -Ddb.backup.dir=b -Ddb.backup.key=env:SHOP_KEY"
                        + " '-Ddb.backup.client=/opt/pg 17/bin' ; mvn db:current");
        assertThat(retyped("db:upgrade", Map.of("db.backup.key", "AGE-SECRET-KEY-1ABC"), "mvn db:restore"))
                .isEqualTo("mvn db:restore '-Ddb.backup.key=<the same value>'");
    }

    @Test
    void aKeyThatWasTypedIsNamedOnce() {
        String command = "mvn db:restore -Ddb.backup=b/1" + BackupText.ITS_KEY;
        assertThat(retyped("db:backup", Map.of("db.backup.key", "env:SHOP_KEY"), command))
                .isEqualTo("mvn db:restore -Ddb.backup.key=env:SHOP_KEY -Ddb.backup=b/1");
        assertThat(retyped("db:backup", Map.of(), command)).isEqualTo(command);
    }

    @Test
    void aShellReadsWhatIsQuotedAsItIs() {
        assertThat(retyped("db:upgrade", Map.of("db.user", "o'neill"), "mvn db:current"))
                .isEqualTo("mvn db:current '-Ddb.user=o'\\''neill'");
    }

    @Test
    void aPasswordIsNotTypedAgain() {
        assertThat(retyped("db:upgrade", Map.of("db.url", "postgresql://me:secret@db/shop"), "mvn db:current"))
                .isEqualTo("mvn db:current '-Ddb.url=<the same URL>'");
        assertThat(retyped("db:upgrade", Map.of("db.password", "secret"), "mvn db:current"))
                .isEqualTo("mvn db:current");
    }

    @Test
    void whoTypedThePluginsCoordinatesGetsThemBack() {
        assertThat(retyped("dev.belay:migration-maven-plugin:1.0:upgrade", Map.of(), "mvn db:current"))
                .isEqualTo("mvn dev.belay:migration-maven-plugin:1.0:current");
    }

    @Test
    void whatWasNotTypedIsLeftAlone() {
        assertThat(retyped("verify", Map.of(), "mvn db:upgrade -Ddb.target=3"))
                .isEqualTo("mvn db:upgrade -Ddb.target=3");
    }

    @Test
    void settingsOfFlywayAreTypedAgainAndTheirSecretsAreNot() {
        assertThat(retyped(
                        "db:upgrade",
                        Map.of(
                                "flyway.sqlMigrationPrefix",
                                "M",
                                "flyway.password",
                                "secret",
                                "db.placeholders.role",
                                "secret",
                                "db.scratch",
                                "postgresql://me:secret@db/shop",
                                "db.scratch.init",
                                "roles.sql"),
                        "mvn db:test"))
                .isEqualTo("mvn db:test '-Ddb.scratch=<the same URL>' -Ddb.scratch.init=roles.sql"
                        + " '-Ddb.placeholders.role=<the same value>' '-Dflyway.password=<the same value>'"
                        + " -Dflyway.sqlMigrationPrefix=M");
    }
}
