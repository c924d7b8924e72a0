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
import org.junit.jupiter.params.provider.ValueSource;

class LocationResolverTest {

    @TempDir
    Path root;

    private ProjectFolder project;

    @BeforeEach
    void createProject() {
        project = new ProjectFolder(root);
    }

    @Test
    void theDefaultIsTheFolderOfTheMavenProject() {
        project.file("src/main/resources/db/migration/V1__a.sql", "SELECT 1;");
        project.file("target/classes/db/migration/V1__a.sql", "SELECT 1;");

        ResolvedLocations found = resolve(project.layout(), Map.of());

        assertThat(found.migrations()).containsExactly(filesystem("src/main/resources/db/migration"));
        assertThat(found.packages()).containsExactly("db/migration");
        assertThat(found.needsProjectClassPath()).isFalse();
    }

    @Test
    void withoutAnyFolderTheMessageNamesThePlaces() {
        assertThatThrownBy(() -> resolve(project.layout(), Map.of()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("src/main/resources/db/migration, target/classes/db/migration")
                .hasMessageContaining("-Ddb.locations=");
    }

    @Test
    void whatIsRefusedHasTouchedNoDatabase() {
        for (Map<String, String> values : List.of(
                Map.<String, String>of(),
                Map.of("flyway.locations", "nowhere"),
                Map.of("flyway.locations", "s3:bucket"))) {
            assertThatThrownBy(() -> resolve(project.layout(), values))
                    .hasMessageContaining("No database was touched.");
        }
    }

    @Test
    void aProjectWithoutAnyFolderHasNoLocationsWhereTheGoalDoesWithout() {
        for (Map<String, String> values : List.of(
                Map.<String, String>of(),
                Map.of("flyway.locations", "filesystem:sql,db/other"),
                Map.of("flyway.callbackLocations", "filesystem:hooks"))) {
            ResolvedLocations found = LocationResolver.resolveIfAny(settings(values), project.layout());

            assertThat(found.migrations()).isEmpty();
            assertThat(found.callbacks()).isEmpty();
        }
    }

    @Test
    void aFolderThatIsMissingBesideAnotherIsRefusedWhereverItIs() {
        project.file("sql/V1__a.sql", "");

        assertThatThrownBy(() -> LocationResolver.resolveIfAny(
                        settings(Map.of("flyway.locations", "filesystem:sql,filesystem:gone")), project.layout()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("looked at gone");
    }

    @Test
    void aLocationThatOnlyTheClassPathCouldHaveIsDroppedWhenItHasNot() {
        ResolvedLocations found = LocationResolver.resolveIfAny(
                settings(Map.of("flyway.locations", "classpath:no/such/package")), project.layout());

        assertThat(found.migrations()).containsExactly("classpath:no/such/package");
        assertThat(found.presentOn(getClass().getClassLoader()).migrations()).isEmpty();
        assertThat(locations("classpath:dev/belay")
                        .presentOn(getClass().getClassLoader())
                        .migrations())
                .containsExactly("classpath:dev/belay");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target/classes/db/migration/V1__First.class",
                "src/main/java/db/migration/V1__First.java",
                "src/main/kotlin/db/migration/R__Second.kt"
            })
    void migrationsInJavaAloneNeedNoFolderOfScripts(String file) {
        project.file(file, "");

        ResolvedLocations found = resolve(project.layout(), Map.of());

        assertThat(found.migrations()).containsExactly("classpath:db/migration");
        assertThat(found.needsProjectClassPath()).isTrue();
        assertThat(LocationResolver.hasStandardFolder(project.layout())).isTrue();
        assertThat(locations("db/migration").migrations()).containsExactly("classpath:db/migration");
    }

    @Test
    void aRelativeFilesystemLocationStartsAtTheProject() {
        project.file("database/sql files/V1__a.sql", "");

        assertThat(locations("filesystem:database/sql files").migrations())
                .containsExactly(filesystem("database/sql files"));
        assertThat(locations("filesystem:database\\sql files").migrations())
                .containsExactly(filesystem("database/sql files"));
        assertThat(locations("filesystem:" + project.base.resolve("database/../database"))
                        .migrations())
                .containsExactly(filesystem("database"));
    }

    @Test
    void theWorkingDirectoryOfFlywaysPluginIsHonoured() {
        project.file("database/sql/V1__a.sql", "");

        assertThat(resolve(
                                project.layout(),
                                Map.of("flyway.workingDirectory", "database", "flyway.locations", "filesystem:sql"))
                        .migrations())
                .containsExactly(filesystem("database/sql"));
    }

    @Test
    void aPlainPathThatIsAFolderIsTakenAsOne() {
        project.file("sql/V1__a.sql", "");
        project.file("src/main/resources/db/pg/V2__b.sql", "");

        ResolvedLocations found = locations("sql, db/pg");

        assertThat(found.migrations()).containsExactly(filesystem("sql"), filesystem("src/main/resources/db/pg"));
        assertThat(found.packages()).containsExactly("db/pg");
    }

    @Test
    void aPlainPathThatIsNowhereIsRefusedWithAllPlaces() {
        assertThatThrownBy(() -> locations("sqll"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("test: the location sqll of flyway.locations is not there")
                .hasMessageContaining("looked at sqll, src/main/resources/sqll, target/classes/sqll");
    }

    @Test
    void aMissingFolderOnDiskIsRefused() {
        assertThatThrownBy(() -> locations("filesystem:nowhere/sql"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("looked at nowhere/sql")
                .hasMessageContaining("-Ddb.locations=");
    }

    @Test
    void aKindThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> locations("s3:bucket/sql"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("s3:bucket/sql")
                .hasMessageContaining("filesystem: or classpath:");
    }

    @Test
    void aClassPathLocationIsFoundInEveryResourceFolderThatHasIt() {
        project.file("src/main/resources/db/x/V1__a.sql", "").file("src/main/sql/db/x/V2__b.sql", "");
        ProjectLayout layout = layout(false, "src/main/resources", "src/main/sql");

        assertThat(resolve(layout, Map.of("flyway.locations", "classpath:/db/x/"))
                        .migrations())
                .containsExactly(filesystem("src/main/resources/db/x"), filesystem("src/main/sql/db/x"));
    }

    @Test
    void theSameFolderNamedTwiceIsOne() {
        project.file("src/main/resources/db/migration/V1__a.sql", "");

        assertThat(locations(
                                "classpath:db/migration,filesystem:src/main/resources/db/migration,filesystem:target/classes/db/migration")
                        .migrations())
                .containsExactly(filesystem("src/main/resources/db/migration"));
    }

    @Test
    void aFolderThatOnlyTheClassesHaveIsReadThere() {
        project.file("target/classes/generated/V1__a.sql", "");

        ResolvedLocations found = locations("classpath:generated");

        assertThat(found.migrations()).containsExactly(filesystem("target/classes/generated"));
        assertThat(found.needsProjectClassPath()).isFalse();
    }

    @Test
    void whatNoFolderHasNeedsTheProjectsClassPath() {
        ResolvedLocations found = locations("classpath:com/example/library");

        assertThat(found.migrations()).containsExactly("classpath:com/example/library");
        assertThat(found.needsProjectClassPath()).isTrue();
    }

    @Test
    void namedClassesNeedTheProjectsClassPath() {
        project.file("src/main/resources/db/migration/V1__a.sql", "");

        assertThat(resolve(project.layout(), Map.of("flyway.callbacks", "com.example.Hook"))
                        .needsProjectClassPath())
                .isTrue();
    }

    @Test
    void wildcardsStayAndTheirRootIsLookedFor() {
        project.file("src/main/resources/db/a/migration/V1__a.sql", "").file("modules/m1/sql/V2__b.sql", "");

        ResolvedLocations found = locations("classpath:db/**/migration,filesystem:modules/*/sql");

        assertThat(found.migrations())
                .containsExactly(
                        filesystem("src/main/resources/db") + "/**/migration", filesystem("modules") + "/*/sql");
        assertThat(found.packages()).containsExactly("db");
    }

    @Test
    void wildcardsThatFlywayCannotMatchAreRefusedBeforeTheyFindNothing() {
        project.file("c++/m1/sql/V2__b.sql", "");

        assertThatThrownBy(() -> locations("filesystem:c++/*/sql"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("wildcards do not work below");
        assertThat(locations("filesystem:c++/m1/sql").migrations()).containsExactly(filesystem("c++/m1/sql"));
    }

    @Test
    void springBootsParentNamesAFolderTwiceAndItIsNotFiltered() {
        project.file("src/main/resources/db/migration/V1__a.sql", "SELECT '${x}';");
        Path resources = project.base.resolve("src/main/resources");
        var layout = new ProjectLayout(
                project.base,
                List.of(new ResourceDirectory(resources, true), new ResourceDirectory(resources, false)),
                project.base.resolve("target/classes"));

        assertThat(resolve(layout, Map.of()).migrations())
                .containsExactly(filesystem("src/main/resources/db/migration"));
    }

    @Test
    void aFilteredFolderIsReadFromTheClassesWhenTheyAreUpToDate() {
        String source = "src/main/resources/db/migration/V1__a.sql";
        String copy = "target/classes/db/migration/V1__a.sql";
        project.file(source, "SELECT '${project.version}';").changedAt(source, 1_000);
        project.file(copy, "SELECT '1.0';").changedAt(copy, 2_000);
        ProjectLayout layout = layout(true, "src/main/resources");

        assertThat(resolve(layout, Map.of()).migrations()).containsExactly(filesystem("target/classes/db/migration"));

        project.changedAt(source, 3_000);
        assertThatThrownBy(() -> resolve(layout, Map.of()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(source + " is filtered by Maven")
                .hasMessageContaining("mvn process-resources");
    }

    @Test
    void scriptsAreChangedWhereTheyAreWrittenAndNotAmongTheClasses() {
        String source = "src/main/resources/db/migration/V1__a.sql";
        String copy = "target/classes/db/migration/V1__a.sql";
        project.file(source, "SELECT '${project.version}';").changedAt(source, 1_000);
        project.file(copy, "SELECT '1.0';").changedAt(copy, 2_000);
        project.file("sql/V2__b.sql", "SELECT 1;");
        ProjectLayout layout = layout(true, "src/main/resources");
        ResolvedLocations found = resolve(layout, Map.of("flyway.locations", "classpath:db/migration,filesystem:sql"));

        assertThat(found.inSources(layout).migrations())
                .containsExactly(filesystem("src/main/resources/db/migration"), filesystem("sql"));
    }

    @Test
    void aFilteredFolderWithANewScriptThatTheFilterWouldChangeIsRefused() {
        project.file("src/main/resources/db/migration/V1__a.sql", "SELECT 1;");
        project.file("target/classes/db/migration/V1__a.sql", "SELECT 1;");
        project.file("src/main/resources/db/migration/V2__b.sql", "SELECT '@project.version@';");

        assertThatThrownBy(() -> resolve(layout(true, "src/main/resources"), Map.of()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("V2__b.sql is filtered by Maven");
    }

    @Test
    void aFilteredFolderInWhichNothingCanChangeIsReadAsItIs() {
        project.file("src/main/resources/db/migration/V1__a.sql", "SELECT 1;");

        assertThat(resolve(layout(true, "src/main/resources"), Map.of()).migrations())
                .containsExactly(filesystem("src/main/resources/db/migration"));
    }

    @Test
    void callbackLocationsFollowTheSameRules() {
        project.file("src/main/resources/db/migration/V1__a.sql", "").file("hooks/afterMigrate.sql", "");

        assertThat(resolve(project.layout(), Map.of("flyway.callbackLocations", "filesystem:hooks"))
                        .callbacks())
                .containsExactly(filesystem("hooks"));
    }

    private ResolvedLocations locations(String value) {
        return resolve(project.layout(), Map.of("flyway.locations", value));
    }

    private static ResolvedLocations resolve(ProjectLayout layout, Map<String, String> values) {
        return LocationResolver.resolve(settings(values), layout);
    }

    static FlywaySettings settings(Map<String, String> values) {
        var settings = new java.util.TreeMap<String, Setting>();
        values.forEach((key, value) -> settings.put(key, new Setting(value, "test")));
        return new FlywaySettings(settings, List.of("test"), List.of());
    }

    private ProjectLayout layout(boolean filtered, String... folders) {
        return new ProjectLayout(
                project.base,
                List.of(folders).stream()
                        .map(folder -> new ResourceDirectory(project.base.resolve(folder), filtered))
                        .toList(),
                project.base.resolve("target/classes"));
    }

    private String filesystem(String path) {
        return "filesystem:" + project.base.resolve(path);
    }
}
