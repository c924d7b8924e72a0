package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several modules none is left out in silence. */
class ModuleGoalsTest {

    @TempDir
    private Path folder;

    private MavenProject module(String name, boolean migrations) throws IOException {
        Model model = TestGoals.model("");
        model.setArtifactId(name);
        MavenProject module = TestGoals.project(model, model);
        Path base = folder.resolve(name);
        Files.createDirectories(migrations ? base.resolve("src/main/resources/db/migration") : base);
        module.setFile(base.resolve("pom.xml").toFile());
        module.getBuild().setOutputDirectory(base.resolve("target/classes").toString());
        return module;
    }

    /** As Maven runs it: once, in the first. */
    private static Goal typed(String... properties) {
        return TestGoals.typed("upgrade", TestGoals.model(""), TestGoals.properties(properties));
    }

    private static void run(Goal goal, MavenProject... chosen) throws Exception {
        goal.session().setProjects(Arrays.asList(chosen));
        new ModuleGoals(null, null).executeOthers(goal.in(chosen[0]));
    }

    @Test
    void ofSeveralThatWereChosenOneHasToBeSaid() throws IOException {
        MavenProject shop = module("shop", true);
        MavenProject stock = module("stock", true);
        assertThatThrownBy(() -> run(typed(), shop, stock))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("2 modules have migrations: shop, stock")
                .hasMessageContaining("mvn db:upgrade -pl :shop");
    }

    @Test
    void itIsClearWhereNoOtherHasMigrationsOrTheyAreItsOwnModulesOrTheFolderIsNamed() throws IOException {
        MavenProject shop = module("shop", true);
        MavenProject stock = module("stock", true);
        MavenProject web = module("web", false);
        assertThatCode(() -> run(typed(), shop, web)).doesNotThrowAnyException();
        assertThatCode(() -> run(typed("db.locations", "filesystem:sql"), shop, stock))
                .doesNotThrowAnyException();
        shop.setCollectedProjects(List.of(stock));
        assertThatCode(() -> run(typed(), shop, stock, web)).doesNotThrowAnyException();
    }
}
