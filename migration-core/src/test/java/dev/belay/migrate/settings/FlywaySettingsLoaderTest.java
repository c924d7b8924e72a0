package dev.belay.migrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlywaySettingsLoaderTest {

    @TempDir
    Path root;

    private ProjectFolder project;

    @BeforeEach
    void createProject() {
        project = new ProjectFolder(root);
    }

    @Test
    void nothingIsSetInAnEmptyProject() {
        FlywaySettings settings = FlywaySettingsLoader.load(project.sources());

        assertThat(settings.values()).isEmpty();
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.notes()).isEmpty();
        assertThat(settings.undoPrefix()).isEqualTo("U");
    }

    @Test
    void eachSourceWinsOverTheOneBelowIt() {
        SettingsSources all = project.file("src/main/resources/application.properties", "spring.flyway.table=spring\n")
                .homeFile("flyway.conf", "flyway.table=homeconf\n")
                .file("flyway.conf", "flyway.table=conf\n")
                .homeFile("flyway.toml", "[flyway]\ntable = 'hometoml'\n")
                .file("flyway.toml", "[flyway]\ntable = 'toml'\n")
                .file("flyway.user.toml", "[flyway]\ntable = 'usertoml'\n")
                .file("named.conf", "flyway.table=named\n")
                .sources()
                .withFlywayPlugin(Map.of("table", "plugin"))
                .withProjectProperties(Map.of("flyway.table", "pom"))
                .withUserProperties(Map.of("flyway.configFiles", "named.conf"));

        assertThat(table(all.withUserProperties(Map.of("flyway.table", "typed"))
                        .withEnvironment(Map.of("FLYWAY_TABLE", "env"))
                        .withOverrides(Map.of("flyway.table", "belay"))))
                .isEqualTo("belay");
        assertThat(table(all.withUserProperties(Map.of("flyway.table", "typed"))
                        .withEnvironment(Map.of("FLYWAY_TABLE", "env"))))
                .isEqualTo("typed");
        assertThat(table(all.withEnvironment(Map.of("FLYWAY_TABLE", "env")))).isEqualTo("env");
        assertThat(table(all)).isEqualTo("named");
        SettingsSources files = all.withUserProperties(Map.of());
        assertThat(table(files)).isEqualTo("pom");
        assertThat(table(files.withProjectProperties(Map.of()))).isEqualTo("plugin");
        assertThat(table(project.sources())).isEqualTo("usertoml");
        assertThat(FlywaySettingsLoader.load(project.sources()).sources())
                .containsExactly(
                        "src/main/resources/application.properties (spring.flyway)",
                        "~/flyway.conf",
                        "flyway.conf",
                        "~/flyway.toml",
                        "flyway.toml",
                        "flyway.user.toml");
    }

    @Test
    void projectFilesWinOverHomeFilesAndTomlOverConf() {
        project.homeFile("flyway.conf", "flyway.table=h\nflyway.schemas=h\nflyway.installedBy=h\n");
        project.file("flyway.conf", "flyway.table=c\nflyway.schemas=c\n");
        project.file("flyway.toml", "[flyway]\ntable='t'\n");

        assertThat(FlywaySettingsLoader.load(project.sources()).values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("flyway.table", "t", "flyway.schemas", "c", "flyway.installedBy", "h"));
    }

    @Test
    void aConfWithByteOrderMarkWindowsLineEndsAndContinuationsIsRead() {
        project.file(
                "flyway.conf",
                "\uFEFFflyway.table=t\r\nflyway.locations=filesystem:a,\\\r\nfilesystem:b\r\n"
                        + "flyway.placeholders.dir=C:\\temp\r\n# flyway.schemas=no\r\nother.tool=x\r\n");

        assertThat(FlywaySettingsLoader.load(project.sources()).values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flyway.table", "t",
                        "flyway.locations", "filesystem:a,filesystem:b",
                        "flyway.placeholders.dir", "C:\\temp"));
    }

    @Test
    void aConfTakesVariablesFromTheGivenEnvironment() {
        project.file("flyway.conf", "flyway.schemas=${APP_SCHEMA}\nflyway.placeholders.x=a${NOT_SET}b\n");

        assertThat(FlywaySettingsLoader.load(project.sources().withEnvironment(Map.of("APP_SCHEMA", "c:\\d$1")))
                        .values())
                .containsEntry("flyway.schemas", "c:\\d$1")
                .containsEntry("flyway.placeholders.x", "ab");
    }

    @Test
    void aConfInAnotherEncodingIsReadWhenItIsNamedAndRefusedWhenNot() {
        project.bytes("flyway.conf", "flyway.placeholders.x=Zürich\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(FlywaySettingsLoader.load(
                                project.sources().withUserProperties(Map.of("flyway.configFileEncoding", "ISO-8859-1")))
                        .value("flyway.placeholders.x"))
                .contains("Zürich");
        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.conf is not text in UTF-8")
                .hasMessageContaining("-Dflyway.configFileEncoding");
        assertThatThrownBy(() -> FlywaySettingsLoader.load(
                        project.sources().withEnvironment(Map.of("FLYWAY_CONFIG_FILE_ENCODING", "UTF-99"))))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.configFileEncoding is UTF-99");
    }

    @Test
    void aNamedFileThatIsMissingIsRefused() {
        assertThatThrownBy(() -> FlywaySettingsLoader.load(
                        project.sources().withFlywayPlugin(Map.of("configFiles", "conf/no.conf"))))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("no file conf/no.conf");
    }

    @Test
    void namedFilesMayBeSeveralAndOfBothKinds() {
        project.file("conf/a.conf", "flyway.table=a\nflyway.schemas=a\n");
        project.file("conf/b.toml", "[flyway]\ntable='b'\n");

        assertThat(FlywaySettingsLoader.load(project.sources()
                                .withProjectProperties(Map.of("flyway.configFiles", "conf/a.conf, conf/b.toml")))
                        .values())
                .containsEntry("flyway.table", "b")
                .containsEntry("flyway.schemas", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway.url", "flyway.user", "flyway.password", "flyway.jdbcProperties.sslkey"})
    void aTargetIsDroppedWithANoteThatDoesNotShowIt(String key) {
        FlywaySettings settings = FlywaySettingsLoader.load(
                project.file("flyway.conf", key + "=s3cret\n").sources());

        assertThat(settings.values()).isEmpty();
        assertThat(settings.notes()).singleElement().asString().contains(key, "flyway.conf", "db.url");
        assertThat(settings.toString() + settings.notes()).doesNotContain("s3cret");
    }

    @Test
    void paidAndToolSettingsDoNotStopTheRun() {
        project.file(
                "flyway.conf",
                "flyway.licenseKey=FL01\nflyway.dryRunOutput=x.sql\nflyway.cherryPick=1\nflyway.oracle.sqlplus=true\n"
                        + "flyway.skipExecutingMigrations=true\nflyway.loggers=slf4j\nflyway.jarDirs=x\n");

        FlywaySettings settings = FlywaySettingsLoader.load(project.sources());

        assertThat(settings.values()).isEmpty();
        assertThat(settings.notes()).hasSize(5).allMatch(note -> note.endsWith("in flyway.conf is not used by Belay"));
    }

    @Test
    void theUndoPrefixIsBelaysOwnSetting() {
        assertThat(FlywaySettingsLoader.load(project.file("flyway.conf", "flyway.undoSqlMigrationPrefix=D\n")
                                .sources())
                        .undoPrefix())
                .isEqualTo("D");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsFileAndTheLikelyName() {
        project.file("flyway.conf", "flyway.outoforder=true\n");

        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.conf: Flyway has no setting flyway.outoforder")
                .hasMessageContaining("did you mean flyway.outOfOrder?");
    }

    @Test
    void aKeyThatFlywayGaveUpIsRefusedWithItsSuccessor() {
        assertThatThrownBy(() -> FlywaySettingsLoader.load(
                        project.sources().withUserProperties(Map.of("flyway.ignoreMissingMigrations", "true"))))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.ignoreMigrationPatterns=*:missing");
    }

    @Test
    void aPomPropertyOfAnothersIsNoMistake() {
        FlywaySettings settings = FlywaySettingsLoader.load(project.sources()
                .withProjectProperties(
                        Map.of("flyway.version", "13.6.0", "flyway.core.version", "13", "java.version", "17")));

        assertThat(settings.values()).isEmpty();
        assertThat(settings.notes())
                .containsExactly("flyway.core.version in POM properties is no setting of Flyway's and is ignored");
    }

    @Test
    void anUnresolvedExpressionInThePomIsRefusedUnlessSomethingStrongerIsSet() {
        SettingsSources pom = project.sources().withProjectProperties(Map.of("flyway.schemas", "${env.APP_SCHEMA}"));

        assertThatThrownBy(() -> FlywaySettingsLoader.load(pom))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("POM properties: flyway.schemas refers to env.APP_SCHEMA, which is not set");
        assertThat(FlywaySettingsLoader.load(pom.withOverrides(Map.of("flyway.schemas", "app")))
                        .value("flyway.schemas"))
                .contains("app");
    }

    @Test
    void thePlaceholderSyntaxIsNotTakenForAnExpression() {
        assertThat(FlywaySettingsLoader.load(project.sources().withFlywayPlugin(Map.of("placeholderPrefix", "${x}")))
                        .value("flyway.placeholderPrefix"))
                .contains("${x}");
    }

    @Test
    void tomlTakesTheChosenEnvironmentAndItsVariables() {
        project.file("flyway.toml", """
                [flyway]
                environment = "dev"
                locations = ["filesystem:sql", "classpath:db/x"]
                outOfOrder = true
                [flyway.placeholders]
                owner = "${env.OWNER}"
                gone = "${env.GONE}"
                [flyway.postgresql.transactional]
                lock = false
                [environments.dev]
                url = "jdbc:postgresql://h/d"
                password = "pw"
                schemas = ["a", "b"]
                [environments.dev.flyway]
                outOfOrder = false
                [environments.prod]
                schemas = ["p"]
                """);

        FlywaySettings dev = FlywaySettingsLoader.load(project.sources().withEnvironment(Map.of("OWNER", "joe")));

        assertThat(dev.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flyway.locations", "filesystem:sql,classpath:db/x",
                        "flyway.outOfOrder", "false",
                        "flyway.placeholders.owner", "joe",
                        "flyway.postgresql.transactional.lock", "false",
                        "flyway.schemas", "a,b"));
        assertThat(dev.notes())
                .hasSize(3)
                .anyMatch(note -> note.contains("flyway.placeholders.gone refers to GONE, which is not set"));
        assertThat(FlywaySettingsLoader.load(project.sources().withUserProperties(Map.of("flyway.environment", "prod")))
                        .value("flyway.schemas"))
                .contains("p");
        assertThatThrownBy(() -> FlywaySettingsLoader.load(
                        project.sources().withUserProperties(Map.of("flyway.environment", "pord"))))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.toml has no [environments.pord]")
                .hasMessageContaining("default, dev, prod");
    }

    @Test
    void brokenTomlIsRefusedWithItsLineAndWithoutItsText() {
        project.file("flyway.toml", "[flyway]\ntable = 'x'\n[environments.default]\npassword = s3cret\n");

        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.toml:4:")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aResolverThatBelayLacksIsRefusedWhereItMatters() {
        project.file("flyway.toml", "[flyway]\ndefaultSchema = '${vault.schema}'\n");

        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.defaultSchema refers to a resolver that Belay does not have");
    }

    @Test
    void environmentVariablesAreReadAsFlywayReadsThem() {
        assertThat(FlywaySettingsLoader.load(project.sources()
                                .withEnvironment(Map.of(
                                        "FLYWAY_OUT_OF_ORDER", "true",
                                        "FLYWAY_PLACEHOLDERS_APP_OWNER", "joe",
                                        "FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK", "false",
                                        "FLYWAY_SOMETHING", "x")))
                        .values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flyway.outOfOrder", "true",
                        "flyway.placeholders.app_owner", "joe",
                        "flyway.postgresql.transactional.lock", "false"));
    }

    @Test
    void theWorkingDirectoryOfThePluginIsWhereFilesAreLookedFor() {
        project.file("database/flyway.conf", "flyway.table=x\n");

        FlywaySettings settings =
                FlywaySettingsLoader.load(project.sources().withFlywayPlugin(Map.of("workingDirectory", "database")));

        assertThat(settings.value("flyway.table")).contains("x");
        assertThat(settings.sources())
                .isEqualTo(List.of("database/flyway.conf", "flyway-maven-plugin's configuration"));
    }

    private static String table(SettingsSources sources) {
        return FlywaySettingsLoader.load(sources).value("flyway.table").orElseThrow();
    }
}
