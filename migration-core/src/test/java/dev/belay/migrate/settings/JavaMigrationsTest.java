package dev.belay.migrate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaMigrationsTest {

    @TempDir
    Path root;

    private ProjectFolder project;

    @BeforeEach
    void createProject() {
        project = new ProjectFolder(root);
    }

    @Test
    void aProjectOfScriptsHasNone() {
        project.file("src/main/resources/db/migration/V1__a.sql", "")
                .file("src/main/java/db/migration/Helper.java", "")
                .file("src/main/java/com/example/V2__other.java", "");

        JavaMigrations found = present("db/migration");

        assertThat(found.any()).isFalse();
        assertThat(found.needCompiling()).isFalse();
    }

    @Test
    void sourcesOfEveryLanguageAreFoundAndHaveToBeCompiled() {
        project.file("src/main/java/db/migration/V2__Java.java", "")
                .file("src/main/java/db/migration/deep/V2_1__Deep.java", "")
                .file("src/main/kotlin/db/migration/R__Kotlin.kt", "")
                .file("src/main/groovy/db/migration/U2__Groovy.groovy", "");

        JavaMigrations found = present("db/migration");

        assertThat(found.sources())
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("V2__Java.java", "V2_1__Deep.java", "R__Kotlin.kt", "U2__Groovy.groovy");
        assertThat(found.uncompiled()).hasSize(4);
    }

    @Test
    void aClassThatIsNewerThanItsSourceNeedsNoCompiling() {
        String source = "src/main/java/db/migration/V2__A.java";
        String compiled = "target/classes/db/migration/V2__A.class";
        project.file(source, "").changedAt(source, 1_000);
        project.file(compiled, "").changedAt(compiled, 2_000);
        project.file("target/classes/db/migration/V2__A$Inner.class", "");

        assertThat(present("db/migration").needCompiling()).isFalse();
        assertThat(present("db/migration").classes()).hasSize(1);

        project.changedAt(source, 3_000);
        assertThat(present("db/migration").uncompiled()).containsExactly(project.base.resolve(source));
    }

    @Test
    void aClassWithoutASourceCounts() {
        project.file("target/classes/db/migration/V2__Generated.class", "");

        assertThat(present("db/migration").any()).isTrue();
    }

    private JavaMigrations present(String name) {
        return JavaMigrations.present(
                project.layout(), new ResolvedLocations(List.of(), List.of(), Set.of(name), false));
    }
}
