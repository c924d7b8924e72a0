package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptServerTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void dataStayFromOneStartToTheNext() {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(kept("stays", LONG, Progress.SILENT))) {
            database(first).execute("DROP TABLE IF EXISTS t");
            database(first).execute("CREATE TABLE t AS SELECT 42 AS answer");
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(kept("stays", LONG, Progress.SILENT))) {
            assertThat(database(second).query("TABLE t")).containsExactly("42");
        }
    }

    @Test
    void isAsDurableAsAnyServer() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(kept("durable", LONG, Progress.SILENT))) {
            assertThat(database(server)
                            .query("SELECT name FROM pg_settings WHERE setting = 'on'"
                                    + " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"))
                    .containsExactly("fsync", "full_page_writes", "synchronous_commit");
        }
    }

    @Test
    void aSecondStartWaitsForTheFirstToCloseAndNamesItsHolder() throws Exception {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Progress listening = new Progress() {
            @Override
            public void info(String line) {
                lines.add(line);
                waiting.countDown();
            }
        };
        ServerChild other =
                ServerChild.begin(TestBinaries.home().path(), "waits").ready();
        CompletableFuture<EmbeddedPostgres> second =
                CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(kept("waits", LONG, listening)));
        assertThat(waiting.await(2, TimeUnit.MINUTES)).isTrue();
        assertThat(second).isNotDone();

        other.end();

        try (EmbeddedPostgres server = second.get(2, TimeUnit.MINUTES)) {
            assertThat(database(server).query("SELECT 1")).containsExactly("1");
        }
        assertThat(lines).singleElement().asString().contains("process " + other.pid());
    }

    @Test
    void aSecondStartGivesUpWhenItsPatienceEnds() {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(kept("patience", LONG, Progress.SILENT))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(kept("patience", Duration.ofMillis(100), Progress.SILENT)))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(database(first).query("SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void aCopyThatAKilledBuildDidNotFinishIsMadeAgain() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(kept("unfinished", LONG, Progress.SILENT))) {
            database(first).execute("CREATE TABLE IF NOT EXISTS t ()");
        }
        Path folder = TestBinaries.home().path().resolve("projects/unfinished/" + TestBinaries.defaultMajor());
        Files.delete(folder.resolve("password"));

        try (EmbeddedPostgres second = EmbeddedPostgres.start(kept("unfinished", LONG, Progress.SILENT))) {
            assertThat(database(second).query("SELECT to_regclass('t') IS NULL"))
                    .containsExactly("t");
        }
    }

    @Test
    void whatIsKeptIsFoundAndNothingIsMadeByLooking(@TempDir Path empty) {
        int major = TestBinaries.defaultMajor();
        assertThat(EmbeddedPostgres.keptMajors(new BelayHome(empty.resolve("home"), true), "found"))
                .isEmpty();
        assertThat(empty).isEmptyDirectory();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(kept("found", LONG, Progress.SILENT))) {
            assertThat(EmbeddedPostgres.keptMajors(TestBinaries.home(), "found"))
                    .containsExactly(major);
            String name = "found_" + ProcessHandle.current().pid();
            assertThat(EmbeddedDatabase.find(server, name, Progress.SILENT)).isEmpty();
            EmbeddedDatabase.create(server, name, Progress.SILENT);
            assertThat(EmbeddedDatabase.find(server, name, Progress.SILENT)).isPresent();
            database(server).execute("DROP DATABASE " + name);
        }
        assertThat(EmbeddedPostgres.keptMajors(TestBinaries.home(), "somebody-else"))
                .isEmpty();
    }

    @Test
    void aKeyThatWouldLeaveTheHomeIsRefused() {
        assertThatThrownBy(() -> new ServerKind.Kept("../other", LONG)).isInstanceOf(RefusalException.class);
    }

    private static EmbeddedRequest kept(String key, Duration patience, Progress progress) {
        return new EmbeddedRequest(
                TestBinaries.defaultMajor(),
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept(key, patience),
                progress);
    }

    private static TestDatabase database(EmbeddedPostgres server) {
        return new TestDatabase("postgres", TestBinaries.defaultMajor(), server.connection("postgres"));
    }
}
