package dev.belay.migrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationConfigurationExtension;
import org.flywaydb.core.internal.configuration.ConfigUtils;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlywayConfigurationTest {

    @TempDir
    Path root;

    private ProjectFolder project;

    @BeforeEach
    void createProject() {
        project = new ProjectFolder(root);
        project.file("src/main/resources/db/migration/V1__a.sql", "SELECT 1;");
    }

    @Test
    void withoutSettingsTheConfigurationIsFlywaysDefault() {
        ClassicConfiguration configuration = create(project.sources());

        assertThat(configuration.getTable()).isEqualTo("flyway_schema_history");
        assertThat(configuration.getEncoding()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(configuration.getTarget()).isEqualTo(MigrationVersion.LATEST);
        assertThat(configuration.getUrl()).isNull();
        assertThat(configuration.getLocations())
                .extracting(Location::getDescriptor)
                .containsExactly("filesystem:" + project.base.resolve("src/main/resources/db/migration"));
    }

    @Test
    void everyKindOfSettingArrives() {
        project.file("flyway.conf", """
                flyway.url=jdbc:postgresql://h/d
                flyway.password=s3cret
                flyway.table=history
                flyway.schemas=app, audit
                flyway.defaultSchema=app
                flyway.encoding=ISO-8859-1
                flyway.outOfOrder=true
                flyway.ignoreMigrationPatterns=*:missing
                flyway.baselineVersion=1.10
                flyway.sqlMigrationSuffixes=.sql,.pgsql
                flyway.sqlMigrationPrefix=M
                flyway.undoSqlMigrationPrefix=D
                flyway.baselineMigrationPrefix=BASE
                flyway.placeholders.owner=joe
                flyway.postgresql.transactional.lock=false
                flyway.validateMigrationNaming=true
                flyway.initSql=SET ROLE x
                flyway.lockRetryCount=3
                """);

        ClassicConfiguration configuration = create(project.sources());

        assertThat(configuration.getUrl()).isNull();
        assertThat(configuration.getPassword()).isNull();
        assertThat(configuration.getTable()).isEqualTo("history");
        assertThat(configuration.getSchemas()).containsExactly("app", "audit");
        assertThat(configuration.getDefaultSchema()).isEqualTo("app");
        assertThat(configuration.getEncoding()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(configuration.isOutOfOrder()).isTrue();
        assertThat(configuration.getIgnoreMigrationPatterns()).hasSize(1);
        assertThat(configuration.getBaselineVersion()).isEqualTo(MigrationVersion.fromVersion("1.10"));
        assertThat(configuration.getSqlMigrationSuffixes()).containsExactly(".sql", ".pgsql");
        assertThat(configuration.getSqlMigrationPrefix()).isEqualTo("M");
        assertThat(configuration
                        .getConfigurationExtension(BaselineMigrationConfigurationExtension.class)
                        .getBaselineMigrationPrefix())
                .isEqualTo("BASE");
        assertThat(configuration.getPlaceholders()).containsEntry("owner", "joe");
        assertThat(configuration
                        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                        .isTransactionalLock())
                .isFalse();
        assertThat(configuration.isValidateMigrationNaming()).isTrue();
        assertThat(configuration.getInitSql()).isEqualTo("SET ROLE x");
        assertThat(configuration.getLockRetryCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "flyway.encoding,UTF-99",
        "flyway.outOfOrder,maybe",
        "flyway.lockRetryCount,many",
        "flyway.target,newest",
        "flyway.baselineVersion,a.b",
        "flyway.ignoreMigrationPatterns,missing",
        "flyway.postgresql.transactional.lock,maybe",
        "flyway.callbacks,com.example.NoSuchClass",
        "flyway.resolvers,com.example.NoSuchClass"
    })
    void aBadValueIsRefusedWithKeyValueAndSource(String key, String value) {
        project.file("flyway.conf", "flyway.table=fine\n" + key + "=" + value + "\n");

        assertThatThrownBy(() -> create(project.sources()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("flyway.conf: " + key + "=" + value + ": ")
                .hasMessageContaining("correct the value of " + key);
    }

    @Test
    void everyKeyThatBelayPassesOnIsKnownToFlyway() {
        Stream.concat(SettingKeys.BOOLEANS.stream(), SettingKeys.OTHERS.stream())
                .filter(name -> !name.endsWith("ocations"))
                .forEach(name -> {
                    String value = SettingKeys.BOOLEANS.contains(name) ? "true" : "1";
                    assertThat(failure(Map.of("flyway." + name, value)))
                            .as(name)
                            .doesNotContain("Unknown configuration", "jackson", "Upgrade required");
                });
    }

    @Test
    void everyKeyThatFlywayKnowsHasAPlaceInBelay() {
        assertThat(Arrays.stream(ConfigUtils.class.getFields())
                        .filter(field -> field.getType() == String.class)
                        .map(FlywayConfigurationTest::constant)
                        .filter(key -> key.startsWith("flyway.") && !key.endsWith("."))
                        .filter(key -> !key.equals(ConfigUtils.CONFIG_FILE_NAME)))
                .hasSizeGreaterThan(60)
                .noneMatch(key -> SettingKeys.kind(key) == SettingKeys.Kind.UNKNOWN);
    }

    private static String constant(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private String failure(Map<String, String> settings) {
        try {
            create(project.sources().withOverrides(settings));
            return "";
        } catch (RefusalException e) {
            return e.getMessage();
        }
    }

    @Test
    void aLocationThatTheClassPathDoesNotHaveIsRefused() {
        SettingsSources sources =
                project.sources().withOverrides(Map.of("flyway.locations", "classpath:com/example/nothing"));

        assertThatThrownBy(() -> create(sources))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("classpath:com/example/nothing")
                .hasMessageContaining("-Ddb.locations=");
    }

    @Test
    void flywayFindsTheScriptsOfAFolderWithBlanksAndWildcards() {
        project.file("modules/a/sql/V2__b.sql", "SELECT 2;").file("modules/b/other/V3__c.sql", "SELECT 3;");
        ClassicConfiguration configuration = create(project.sources()
                .withOverrides(Map.of("flyway.locations", "classpath:db/migration,filesystem:modules/*/sql")));

        var scanner = new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());

        assertThat(scanner.getResources("V", ".sql"))
                .extracting(resource -> resource.getFilename())
                .containsExactlyInAnyOrder("V1__a.sql", "V2__b.sql");
    }

    @Test
    void javaMigrationsOfTheProjectAreFoundAlthoughTheScriptsAreReadFromTheSources() throws IOException {
        project.file("src/main/java/db/migration/V2__Java.java", """
                package db.migration;
                public class V2__Java extends org.flywaydb.core.api.migration.BaseJavaMigration {
                    @Override
                    public void migrate(org.flywaydb.core.api.migration.Context context) {}
                }
                """);
        project.file("target/classes/db/migration/V1__a.sql", "SELECT 1;");
        compile("src/main/java/db/migration/V2__Java.java");
        URL[] classes = {project.base.resolve("target/classes").toUri().toURL()};

        try (var loader = new URLClassLoader(classes, getClass().getClassLoader())) {
            FlywaySettings settings = FlywaySettingsLoader.load(project.sources());
            ResolvedLocations locations = LocationResolver.resolve(settings, project.layout());
            ClassicConfiguration configuration = FlywayConfiguration.create(settings, locations, loader);

            assertThat(configuration.getJavaMigrationClassProvider().getClasses())
                    .extracting(Class::getSimpleName)
                    .containsExactly("V2__Java");
            assertThat(JavaMigrations.present(project.layout(), locations).needCompiling())
                    .isFalse();
            var scanner = new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());
            assertThat(scanner.getResources("V", ".sql")).hasSize(1);
        }
    }

    private void compile(String source) {
        List<String> arguments = List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                project.base.resolve("target/classes").toString(),
                project.base.resolve(source).toString());
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(exit).as(Arrays.toString(arguments.toArray())).isZero();
    }

    private ClassicConfiguration create(SettingsSources sources) {
        FlywaySettings settings = FlywaySettingsLoader.load(sources);
        return FlywayConfiguration.create(
                settings,
                LocationResolver.resolve(settings, sources.layout()),
                getClass().getClassLoader());
    }
}
