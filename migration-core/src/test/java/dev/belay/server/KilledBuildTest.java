package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.Progress;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no watchdog on Windows")
class KilledBuildTest {

    private static final Path HOME = TestBinaries.home().path();

    @Test
    void leavesNeitherServerNorDataOfAThrowaway() throws Exception {
        ServerChild child = ServerChild.begin(HOME, "").ready();
        assertThat(child.data()).isDirectory();

        child.kill();

        child.postmaster().onExit().get(2, TimeUnit.MINUTES);
        child.watchdog().onExit().get(2, TimeUnit.MINUTES);
        awaitGone(child.data().getParent());
    }

    @Test
    void isTidyWhenItIsAskedToEnd() throws Exception {
        ServerChild child = ServerChild.begin(HOME, "").ready();

        child.signal("TERM", String.valueOf(child.pid()));

        assertThat(child.postmaster().isAlive()).isFalse();
        awaitGone(child.data().getParent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void isTidyWhenATerminalEndsAllOfItsProcesses(String signal) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "a process group is made by setsid");
        ServerChild child =
                ServerChild.begin(HOME, "", List.of("/usr/bin/setsid")).ready();

        child.signal(signal, "-" + child.pid());

        child.postmaster().onExit().get(2, TimeUnit.MINUTES);
        child.watchdog().onExit().get(2, TimeUnit.MINUTES);
        awaitGone(child.data().getParent());
    }

    @Test
    void leavesNoServerOfAKeptDatabaseAndNothingIsLost() throws Exception {
        try (EmbeddedPostgres before = kept("killed-build")) {
            database(before)
                    .execute("CREATE TABLE IF NOT EXISTS t (n int); INSERT INTO t SELECT 1 WHERE NOT EXISTS (TABLE t)");
        }
        ServerChild child = ServerChild.begin(HOME, "killed-build").ready();
        child.kill();
        child.postmaster().onExit().get(2, TimeUnit.MINUTES);

        try (EmbeddedPostgres again = kept("killed-build")) {
            assertThat(database(again).query("TABLE t")).containsExactly("1");
        }
    }

    @Test
    void aServerThatSurvivedItsWatchdogIsStoppedByTheNextStart() throws Exception {
        ServerChild child = ServerChild.begin(HOME, "survivor").ready();
        child.killWithWatchdog();
        assertThat(child.postmaster().isAlive()).isTrue();

        try (EmbeddedPostgres next = kept("survivor")) {
            assertThat(child.postmaster().isAlive()).isFalse();
            assertThat(database(next).query("SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void aThrowawayThatSurvivedItsWatchdogIsRemovedByTheNextStart() throws Exception {
        ServerChild child = ServerChild.begin(HOME, "").ready();
        child.killWithWatchdog();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(TestBinaries.throwaway(TestBinaries.defaultMajor()))) {
            assertThat(child.postmaster().isAlive()).isFalse();
            awaitGone(child.data().getParent());
            assertThat(next.data()).isDirectory();
        }
    }

    @Test
    void whatWasCommittedComesThroughTheDeathOfTheServer() throws Exception {
        try (EmbeddedPostgres first = kept("dead-server")) {
            database(first).execute("DROP TABLE IF EXISTS t");
            database(first).execute("CREATE TABLE t AS SELECT * FROM generate_series(1, 1000) n");
            ProcessHandle postmaster = ProcessHandle.of(
                            Postmaster.read(first.data()).orElseThrow().pid())
                    .orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().get(2, TimeUnit.MINUTES);
        }

        try (EmbeddedPostgres second = kept("dead-server")) {
            assertThat(database(second).query("SELECT count(*) FROM t")).containsExactly("1000");
        }
    }

    /** The start of another server may be removing it as well, and not be ready. */
    private static void awaitGone(Path folder) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (Files.exists(folder)) {
            assertThat(System.nanoTime()).as(folder + " is removed").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static EmbeddedPostgres kept(String key) {
        return EmbeddedPostgres.start(new EmbeddedRequest(
                TestBinaries.defaultMajor(),
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept(key, Duration.ofMinutes(2)),
                Progress.SILENT));
    }

    private static TestDatabase database(EmbeddedPostgres server) {
        return new TestDatabase("postgres", TestBinaries.defaultMajor(), server.connection("postgres"));
    }
}
