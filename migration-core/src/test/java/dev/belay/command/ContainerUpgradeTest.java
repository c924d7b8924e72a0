package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.backup.BackupMethod;
import dev.belay.backup.Backups;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.server.ClientSource;
import dev.belay.testing.EachServer;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An upgrade with all safeguards where no client program is installed and there is a container engine. */
@EachServer
@ExtendWith(PostgresExtension.class)
@Timeout(600)
@ResourceLock(TestEngine.CONTAINERS)
class ContainerUpgradeTest extends DatabaseSuite {

    @TempDir
    Path backups;

    private AskedSafeguards guards;

    @BeforeEach
    void withoutPrograms() {
        TestEngine engine = TestEngine.require();
        assumeTrue(engine.major() >= scenario.database().major(), "the image's pg_dump is too old for this server");
        guards = new AskedSafeguards(scenario, backups);
        guards.method = BackupMethod.AUTO;
        guards.client = Optional.of(new ClientSource.Search(List.of(), major -> engine.image()));
        scenario.script(
                "V1__base.sql",
                "CREATE TABLE customer (id int PRIMARY KEY, name text);"
                        + " INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 1000) i;");
        scenario.upgrade();
        scenario.mail();
    }

    @Test
    void somebodyElseIsConnectedSoThatADumpIsMadeAndItsRowsAreRehearsed() throws Exception {
        try (Connection other = scenario.database().connect()) {
            UpgradeOutcome outcome = guards.upgrade();
            assertThat(other.isValid(60)).isTrue();
            assertThat(method()).isEqualTo(BackupMethod.PG_DUMP);
            assertThat(outcome.versionAfter()).contains("2");
            assertThat(outcome.rehearsal().orElseThrow().withData()).isTrue();
            assertThat(outcome.steps()).extracting(StepReport::step).contains(StepReport.Step.REHEARSAL);
        }
    }

    @Test
    void nobodyElseIsConnectedSoThatTheServerMakesACopy() {
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        guards.rehearsal = Optional.empty();
        UpgradeOutcome outcome = guards.upgrade();
        assertThat(method()).isEqualTo(BackupMethod.TEMPLATE);
        assertThat(outcome.versionAfter()).contains("2");
    }

    private BackupMethod method() {
        return new Backups()
                .list(backups, Optional.empty())
                .get(0)
                .manifest()
                .orElseThrow()
                .method();
    }
}
