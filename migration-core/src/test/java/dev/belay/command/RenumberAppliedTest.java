package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.git.TestRepository;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RenumberOutcome;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a database has applied is not renumbered. */
class RenumberAppliedTest extends DatabaseSuite {

    private TestRepository repository;

    @BeforeEach
    void twoBranchesWithOneVersion() throws Exception {
        repository = TestRepository.create(scenario.folder());
        scenario.table("1", "old");
        repository.commit("old");
        repository.branch("feature");
        scenario.table("2", "mine");
        repository.commit("mine");
        repository.checkout("main");
        scenario.table("2", "theirs");
        repository.commit("theirs");
        repository.checkout("feature");
    }

    @AfterEach
    void closeRepository() {
        if (repository != null) {
            repository.close();
        }
    }

    private RenumberOutcome renumber() {
        DatabaseRequest database = scenario.request();
        return scenario.discreet(() -> Renumber.run(new Renumber.Request(
                scenario.folder(),
                database.project(),
                List.of(scenario.folder()),
                Optional.of("main"),
                Map.of(),
                () -> List.of(database),
                LocalDateTime.of(2026, 3, 9, 14, 5, 7),
                false)));
    }

    @Test
    void anAppliedScriptIsRefusedWithTheWayBack() {
        scenario.upgrade();
        List<String> before = scenario.everything();
        Problem problem = refused(this::renumber);
        assertThat(problem.what()).contains("has been applied");
        assertThat(problem.details())
                .singleElement()
                .asString()
                .contains(
                        "V2__create_mine.sql: applied to " + scenario.database().name());
        assertThat(problem.next()).startsWith("mvn db:downgrade -Ddb.target=1 ");
        assertThat(scenario.folder().resolve("V2__create_mine.sql")).exists();
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void itIsRefusedAlsoWhereBothAreThere() throws Exception {
        scenario.upgrade();
        repository.merge("main");
        assertThat(refused(this::renumber).details()).hasSize(1);
    }

    @Test
    void whatIsUndoneAgainMayMove() {
        scenario.upgrade();
        scenario.downgrade("1");
        assertThat(renumber().moves()).hasSize(1);
        assertThat(scenario.folder().resolve("V3__create_mine.sql")).exists();
        scenario.upgrade();
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void theBasesScriptOfThatVersionIsNoHindrance() throws Exception {
        repository.checkout("main");
        scenario.upgrade();
        repository.checkout("feature");
        repository.merge("main");
        assertThat(renumber().moves()).hasSize(1);
        assertThat(scenario.states()).containsExactly("1 applied", "2 applied", "3 pending");
    }

    @Test
    void anEmptyDatabaseIsNoHindranceAndStaysEmpty() {
        List<String> before = scenario.everything();
        assertThat(renumber().moves()).hasSize(1);
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void oneThatIsBehindIsNoHindrance() throws Exception {
        Files.writeString(scenario.folder().resolve("V3__later.sql"), "SELECT 1;\n");
        scenario.upgrade("1");
        assertThat(renumber().moves()).hasSize(2);
    }

    @Test
    void aScriptThatFailedHalfWayIsRefused() {
        scenario.script("V2__create_mine.sql", "CREATE INDEX CONCURRENTLY i ON old (id);\nSELECT nowhere();\n");
        scenario.script("V2__create_mine.sql.conf", "executeInTransaction=false\n");
        refused(scenario::upgrade);
        assertThat(refused(this::renumber).details()).hasSize(1);
    }
}
