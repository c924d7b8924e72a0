package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.git.TestRepository;
import dev.belay.migrate.ProjectFixture;
import dev.belay.outcome.NewScriptOutcome;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewScriptTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 14, 5, 7);

    @TempDir
    Path temp;

    private Path project;
    private Path scripts;
    private final Map<String, String> settings = new TreeMap<>();
    private List<Path> directories;
    private String undoPrefix = "U";
    private String name = "add user roles";
    private Optional<String> version = Optional.empty();
    private Optional<String> base = Optional.empty();
    private boolean repeatable;
    private boolean undo = true;
    private boolean dryRun;

    @BeforeEach
    void folder() throws IOException {
        project = Files.createDirectory(temp.resolve("my project"));
        scripts = Files.createDirectories(project.resolve("db/migration"));
        directories = List.of(scripts);
    }

    private void there(String... names) throws IOException {
        for (String each : names) {
            Path file = scripts.resolve(each);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "SELECT 1;\n");
        }
    }

    private NewScriptOutcome create() {
        settings.put(
                "flyway.locations",
                String.join(
                        ",",
                        directories.stream().map(path -> "filesystem:" + path).toList()));
        var migrations = ProjectFixture.project(settings, NewScriptTest.class.getClassLoader(), undoPrefix);
        return NewScript.run(new NewScript.Request(
                project,
                migrations,
                directories,
                project.resolve("src/main/resources/db/migration"),
                name,
                version,
                repeatable,
                undo,
                base,
                Map.of(),
                NOW,
                dryRun));
    }

    private List<String> created() {
        NewScriptOutcome outcome = create();
        assertThat(outcome.files()).allSatisfy(file -> assertThat(file).isRegularFile());
        return outcome.files().stream()
                .map(file -> project.relativize(file).toString().replace('\\', '/'))
                .toList();
    }

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFirstScriptIsVersionOne() {
        NewScriptOutcome outcome = create();
        assertThat(outcome.version()).contains("1");
        assertThat(outcome.after()).isEmpty();
        assertThat(outcome.description()).isEqualTo("add user roles");
        assertThat(outcome.files())
                .containsExactly(scripts.resolve("V1__add_user_roles.sql"), scripts.resolve("U1__add_user_roles.sql"));
    }

    @Test
    void withoutAnyFolderTheStandardOneIsMade() {
        directories = List.of();
        assertThat(created())
                .containsExactly(
                        "src/main/resources/db/migration/V1__add_user_roles.sql",
                        "src/main/resources/db/migration/U1__add_user_roles.sql");
    }

    @Test
    void zerosAreKept() throws IOException {
        there("V006__a.sql", "V007__b.sql", "U006__a.sql");
        assertThat(created())
                .containsExactly("db/migration/V008__add_user_roles.sql", "db/migration/U008__add_user_roles.sql");
    }

    @Test
    void theHeadersSayWhatBelongsThereInAscii() throws IOException {
        name = "Größe";
        List<Path> files = create().files();
        assertThat(files.get(0)).hasFileName("V1__Größe.sql");
        String versioned = Files.readString(files.get(0));
        String takesBack = Files.readString(files.get(1));
        assertThat(versioned).contains("In this order", "mvn db:check", "mvn db:test", "undo script");
        assertThat(takesBack).contains("In the opposite order", "bring back", "mvn db:test", "cannot come back");
        for (String text : List.of(versioned, takesBack)) {
            assertThat(text).endsWith("\n").matches("[ -~\\n]+");
        }
    }

    @Test
    void aHeaderIsInTheProjectsEncoding() throws IOException {
        settings.put("flyway.encoding", "UTF-16BE");
        byte[] bytes = Files.readAllBytes(create().files().get(0));
        assertThat(new String(bytes, StandardCharsets.UTF_16BE)).startsWith("-- Up: ");
    }

    @Test
    void itGoesWhereTheNewestScriptIs() throws IOException {
        Path other = Files.createDirectories(project.resolve("db/more"));
        directories = List.of(scripts, other);
        there("V1__a.sql", "R__v.sql", "../more/2026/V2__b.sql");
        assertThat(created())
                .containsExactly("db/more/2026/V3__add_user_roles.sql", "db/more/2026/U3__add_user_roles.sql");
    }

    @Test
    void undoScriptsGoWhereTheyAreKept() throws IOException {
        there("up/V1__a.sql", "down/U1__a.sql", "up/V2__b.sql");
        assertThat(created())
                .containsExactly("db/migration/up/V3__add_user_roles.sql", "db/migration/down/U3__add_user_roles.sql");
    }

    @Test
    void prefixesSeparatorAndSuffixAreTheProjects() throws IOException {
        settings.putAll(Map.of(
                "flyway.sqlMigrationPrefix", "ver",
                "flyway.sqlMigrationSeparator", "--",
                "flyway.sqlMigrationSuffixes", ".pgsql,.sql"));
        undoPrefix = "back";
        there("ver1.9--a.sql");
        assertThat(created())
                .containsExactly(
                        "db/migration/ver1.10--add_user_roles.pgsql", "db/migration/back1.10--add_user_roles.pgsql");
    }

    @Test
    void aNameThatFlywayWouldReadAsSomethingElseIsRefused() throws IOException {
        settings.put("flyway.sqlMigrationSeparator", "_");
        version = Optional.of("2024_01");
        assertThatThrownBy(this::create)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("V2024_01_add_user_roles.sql would not be read as a script");
        assertThat(all()).isEmpty();
    }

    @Test
    void withoutUndoThereIsOneFileThatDoesNotSpeakOfOne() throws IOException {
        undo = false;
        List<Path> files = create().files();
        assertThat(files).singleElement().asString().endsWith("V1__add_user_roles.sql");
        assertThat(Files.readString(files.get(0))).doesNotContain("undo script");
    }

    @Test
    void anUndoScriptThatIsAloneKeepsItsVersion() throws IOException {
        there("V1__a.sql", "U2__left_behind.sql");
        assertThat(create().version()).contains("3");
    }

    @Test
    void aRepeatableHasNoVersionAndNoUndo() throws IOException {
        there("V1__a.sql", "views/R__old.sql");
        repeatable = true;
        name = "views";
        NewScriptOutcome outcome = create();
        assertThat(outcome.version()).isEmpty();
        assertThat(outcome.files()).containsExactly(scripts.resolve("views/R__views.sql"));
        assertThat(Files.readString(outcome.files().get(0))).startsWith("-- Repeatable");
        assertThatThrownBy(this::create)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("There is a repeatable script of that name");
        version = Optional.of("3");
        assertThatThrownBy(this::create)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("a repeatable script has no version");
    }

    @Test
    void aVersionThatIsAskedForIsTakenWhenItIsFree() throws IOException {
        there("V2__a.sql", "V3.0__b.sql");
        version = Optional.of("2.1");
        NewScriptOutcome outcome = create();
        assertThat(outcome.files()).first().asString().endsWith("V2.1__add_user_roles.sql");
        assertThat(outcome.notes()).singleElement().asString().startsWith("Version 2.1 is lower than 3.0");
        version = Optional.of("3");
        assertThatThrownBy(this::create)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("Version 3 is taken by " + scripts.resolve("V3.0__b.sql"))
                .hasMessageContaining("which is 3.1");
        version = Optional.of("three");
        assertThatThrownBy(this::create).isInstanceOf(RefusalException.class).hasMessageContaining("no version");
    }

    @Test
    void aBaselineIsNotGoneBelow() {
        settings.putAll(Map.of("flyway.baselineOnMigrate", "true", "flyway.baselineVersion", "40"));
        assertThat(create().version()).contains("41");
    }

    @Test
    void aNameWithoutAWordIsRefused() throws IOException {
        for (String each : List.of("", " ", "../..")) {
            name = each;
            assertThatThrownBy(this::create)
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("there is no word");
        }
        name = "ß".repeat(101);
        assertThatThrownBy(this::create).isInstanceOf(RefusalException.class).hasMessageContaining("longer than");
        assertThat(all()).isEmpty();
    }

    @Test
    void aDryRunOnlyNamesTheFiles() throws IOException {
        dryRun = true;
        assertThat(create().files()).hasSize(2);
        assertThat(all()).isEmpty();
    }

    @Test
    void aVersionThatTheBaseHasGainedIsPassedOver() throws Exception {
        try (TestRepository repository = TestRepository.create(project)) {
            repository.write("db/migration/V1__a.sql", "SELECT 1;\n");
            repository.commit("one");
            repository.branch("feature");
            repository.checkout("main");
            repository.write("db/migration/V2__theirs.sql", "SELECT 1;\n");
            repository.write("db/migration/U3__theirs.sql", "SELECT 1;\n");
            repository.commit("theirs");
            repository.checkout("feature");
            base = Optional.of("main");
            assertThat(create().version()).contains("4");
            version = Optional.of("2");
            assertThatThrownBy(this::create)
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("Version 2 is taken by V2__theirs.sql of main");
            base = Optional.of("nowhere");
            assertThatThrownBy(this::create)
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("nowhere");
        }
    }
}
