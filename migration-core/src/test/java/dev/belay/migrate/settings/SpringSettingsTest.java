package dev.belay.migrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpringSettingsTest {

    private static final String YML = "src/main/resources/application.yml";
    private static final String PROPERTIES = "src/main/resources/application.properties";

    @TempDir
    Path root;

    private ProjectFolder project;

    @BeforeEach
    void createProject() {
        project = new ProjectFolder(root);
    }

    @Test
    void yamlListsAndMapsBecomeFlywaysKeys() {
        project.file(YML, """
                server: {port: 8080}
                spring:
                  flyway:
                    enabled: true
                    locations:
                      - classpath:db/migration
                      - classpath:db/{vendor}
                    baseline-on-migrate: yes
                    baselineVersion: "1.10"
                    schemas: app, audit
                    init-sqls: ["SET a = 1", "SET b = 2"]
                    script-placeholder-prefix: "#["
                    placeholder-prefix: "${"
                    sql-migration-suffixes: [.sql, .pgsql]
                    postgresql:
                      transactional-lock: false
                    placeholders:
                      app_owner: joe
                      "[dotted.key]": v
                """);

        assertThat(values(project.sources()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("flyway.locations", "classpath:db/migration,classpath:db/postgresql"),
                        Map.entry("flyway.baselineOnMigrate", "true"),
                        Map.entry("flyway.baselineVersion", "1.10"),
                        Map.entry("flyway.schemas", "app, audit"),
                        Map.entry("flyway.initSql", "SET a = 1\nSET b = 2"),
                        Map.entry("flyway.scriptPlaceholderPrefix", "#["),
                        Map.entry("flyway.placeholderPrefix", "${"),
                        Map.entry("flyway.sqlMigrationSuffixes", ".sql,.pgsql"),
                        Map.entry("flyway.postgresql.transactional.lock", "false"),
                        Map.entry("flyway.placeholders.app_owner", "joe"),
                        Map.entry("flyway.placeholders.dotted.key", "v")));
    }

    @Test
    void propertiesAreReadInKebabAndCamelCaseWithIndexes() {
        project.file(
                PROPERTIES,
                "spring.flyway.out-of-order=true\r\nspring.flyway.validateOnMigrate=false\r\n"
                        + "spring.flyway.locations[1]=classpath:b\r\nspring.flyway.locations[0]=classpath:a\r\n"
                        + "spring.flyway.placeholders.key=v\r\n");

        assertThat(values(project.sources()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flyway.outOfOrder", "true",
                        "flyway.validateOnMigrate", "false",
                        "flyway.locations", "classpath:a,classpath:b",
                        "flyway.placeholders.key", "v"));
    }

    @Test
    void strongerFilesWin() {
        project.file("src/main/resources/application.yaml", "spring.flyway.table: yaml\nspring.flyway.schemas: yaml\n");
        assertThat(values(project.sources())).containsEntry("flyway.table", "yaml");
        project.file(YML, "spring.flyway.table: yml\n");
        assertThat(values(project.sources())).containsEntry("flyway.table", "yml");
        project.file(PROPERTIES, "spring.flyway.table=properties\n");
        assertThat(values(project.sources())).containsEntry("flyway.table", "properties");
        project.file("src/main/resources/config/application.yml", "spring.flyway.table: config\n");
        assertThat(values(project.sources()))
                .containsEntry("flyway.table", "config")
                .containsEntry("flyway.schemas", "yaml");
        SettingsSources environment = project.sources().withEnvironment(Map.of("SPRING_FLYWAY_TABLE", "environment"));
        assertThat(values(environment)).containsEntry("flyway.table", "environment");
        assertThat(values(environment.withUserProperties(Map.of("spring.flyway.table", "typed"))))
                .containsEntry("flyway.table", "typed");
    }

    @Test
    void environmentVariablesAreBoundWithAndWithoutUnderscores() {
        assertThat(values(project.sources()
                        .withEnvironment(Map.of(
                                "SPRING_FLYWAY_BASELINEONMIGRATE", "true",
                                "SPRING_FLYWAY_OUT_OF_ORDER", "true",
                                "SPRING_FLYWAY_LOCATIONS_0", "classpath:a",
                                "SPRING_FLYWAY_LOCATIONS_1", "classpath:b",
                                "SPRING_FLYWAY_PLACEHOLDERS_OWNER", "joe",
                                "SPRING_FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK", "false"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flyway.baselineOnMigrate", "true",
                        "flyway.outOfOrder", "true",
                        "flyway.locations", "classpath:a,classpath:b",
                        "flyway.placeholders.owner", "joe",
                        "flyway.postgresql.transactional.lock", "false"));
    }

    @Test
    void aDocumentOfAProfileCountsOnlyWhenTheProfileIsActive() {
        project.file(YML, """
                spring.flyway.table: common
                ---
                spring:
                  config.activate.on-profile: prod
                  flyway.table: prod
                ---
                spring:
                  profiles: old
                  flyway:
                    table: old
                """);
        project.file(
                "src/main/resources/application-test.properties",
                "spring.flyway.table=test\n#---\nspring.config.activate.on-profile=!prod\nspring.flyway.schemas=x\n");

        assertThat(values(project.sources()))
                .containsEntry("flyway.table", "common")
                .doesNotContainKey("flyway.schemas");
        assertThat(values(profiles("prod"))).containsEntry("flyway.table", "prod");
        assertThat(values(profiles("old"))).containsEntry("flyway.table", "old");
        assertThat(values(profiles("prod, test")))
                .containsEntry("flyway.table", "test")
                .doesNotContainKey("flyway.schemas");
        assertThat(values(profiles("test"))).containsEntry("flyway.schemas", "x");
    }

    @Test
    void theApplicationsOwnActiveProfileCountsUntilAnotherIsNamed() {
        project.file(YML, "spring: {profiles: {active: dev}, flyway: {table: common}}\n");
        project.file("src/main/resources/application-dev.yml", "spring.flyway.table: dev\n");

        assertThat(values(project.sources())).containsEntry("flyway.table", "dev");
        assertThat(values(profiles("prod"))).containsEntry("flyway.table", "common");
    }

    @ParameterizedTest
    @CsvSource({
        "prod,true",
        "!prod,false",
        "dev,false",
        "dev | prod,true",
        "prod & eu,true",
        "prod & !eu,false",
        "prod & (dev | eu),true",
        "!(prod & eu),false",
        "!(dev | us) & eu,true",
        "(prod,false"
    })
    void profileExpressionsHoldAsInSpring(String expression, boolean holds) {
        assertThat(new SpringProfiles(List.of("prod", "eu")).holds(expression)).isEqualTo(holds);
    }

    @Test
    void withoutAnyProfileTheDefaultProfileIsActive() {
        assertThat(new SpringProfiles(List.of()).holds("default")).isTrue();
    }

    @Test
    void placeholdersAreResolvedFromEnvironmentFilesAndDefaults() {
        project.file(
                PROPERTIES,
                "app.schema=${APP_SCHEMA:fallback}\nspring.flyway.schemas=${app.schema}\n"
                        + "spring.flyway.table=${A:${B:history}}\nspring.flyway.installed-by=${app.user-name}\n");

        assertThat(values(project.sources().withEnvironment(Map.of("APP_USERNAME", "joe"))))
                .containsEntry("flyway.schemas", "fallback")
                .containsEntry("flyway.table", "history")
                .containsEntry("flyway.installedBy", "joe");
        assertThat(values(project.sources().withEnvironment(Map.of("APP_SCHEMA", "s", "B", "b", "APP_USERNAME", ""))))
                .containsEntry("flyway.schemas", "s")
                .containsEntry("flyway.table", "b");
    }

    @Test
    void aVariableThatIsNotSetIsRefusedWithTheKeyAndTheFile() {
        project.file(PROPERTIES, "spring.flyway.schemas=${APP_SCHEMA}\n");

        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(
                        PROPERTIES + " (spring.flyway): flyway.schemas refers to APP_SCHEMA, which is not set");
    }

    @Test
    void aReferenceToItselfDoesNotRunForEver() {
        project.file(PROPERTIES, "a=${b}\nb=${a}\nspring.flyway.placeholders.x=${a}\n");

        FlywaySettings settings = FlywaySettingsLoader.load(project.sources());

        assertThat(settings.values()).isEmpty();
        assertThat(settings.notes()).singleElement().asString().contains("flyway.placeholders.x");
    }

    @Test
    void tokensOfMavensFilterDoNotBreakTheYaml() {
        project.file(YML, "info.version: @project.version@\nspring.flyway.table: @history.table@\n");

        assertThat(values(project.sources().withProjectProperties(Map.of("history.table", "h"))))
                .containsEntry("flyway.table", "h");
    }

    @Test
    void brokenYamlIsRefusedOnlyWhenItSpeaksOfFlyway() {
        project.file(YML, "a: [1\nb: 2\n");
        assertThat(FlywaySettingsLoader.load(project.sources()).notes())
                .singleElement()
                .asString()
                .contains(YML, "passed over");

        project.file(YML, "spring.flyway.table: x\na: [1\nb: 2\n");
        assertThatThrownBy(() -> FlywaySettingsLoader.load(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(YML + ":");
    }

    @Test
    void theDataSourceIsNotTakenAndUnknownSettingsAreIgnoredAsSpringDoes() {
        project.file(
                PROPERTIES,
                "spring.flyway.url=jdbc:postgresql://h/d\nspring.flyway.user=u\nspring.flyway.password=s3cret\n"
                        + "spring.flyway.driver-class-name=x\nspring.flyway.no-such-thing=1\n"
                        + "spring.flyway.oracle.sqlplus=true\n");

        FlywaySettings settings = FlywaySettingsLoader.load(project.sources());

        assertThat(settings.values()).isEmpty();
        assertThat(settings.notes()).hasSize(6).noneMatch(note -> note.contains("s3cret"));
        assertThat(settings.notes()).anyMatch(note -> note.startsWith("spring.flyway.no-such-thing in " + PROPERTIES));
    }

    private SettingsSources profiles(String names) {
        return project.sources().withEnvironment(Map.of("SPRING_PROFILES_ACTIVE", names));
    }

    private static Map<String, String> values(SettingsSources sources) {
        return FlywaySettingsLoader.load(sources).values();
    }
}
