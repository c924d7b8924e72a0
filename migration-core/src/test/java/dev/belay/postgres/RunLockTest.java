package dev.belay.postgres;

import static dev.belay.postgres.SessionsTest.ask;
import static dev.belay.postgres.SessionsTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunLockTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private static LocalServer server;

    private final RunId first = RunId.random();
    private final RunId second = RunId.random();

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void createDatabase(String name) throws SQLException {
        try (var admin = SESSIONS.open(server.settings("postgres"), RunId.random(), SessionRole.READ)) {
            run(admin, "create database " + name);
        }
    }

    private RunLock lock(RunId run, String database, Duration wait, Progress progress) {
        return RunLock.acquire(SESSIONS, server.settings(database), run, wait, progress);
    }

    @Test
    void aSecondRunGivesUpAndSaysWhoHoldsTheLock() {
        try (var held = lock(first, "postgres", Duration.ZERO, Progress.SILENT)) {
            held.verifyHeld();
            assertThatThrownBy(() -> lock(second, "postgres", Duration.ZERO, Progress.SILENT))
                    .isInstanceOfSatisfying(RefusalException.class, e -> {
                        assertThat(e.problem().what())
                                .startsWith("another run holds the run lock of postgres: run " + first + " (pid ")
                                .containsPattern(
                                        "role postgres, from 127\\.0\\.0\\.1, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\)");
                        assertThat(e.problem().state()).contains("postgres was not changed by this run.");
                        assertThat(e.problem().next()).containsPattern("SELECT pg_terminate_backend\\(\\d+\\);");
                    });
        }
    }

    @Test
    void aSecondRunWaitsAndSaysSoOnce() {
        var held = lock(first, "template1", Duration.ZERO, Progress.SILENT);
        var heard = new Heard(held::close);
        try (var taken = lock(second, "template1", Duration.ofSeconds(30), heard)) {
            taken.verifyHeld();
        }
        assertThat(heard.infos).singleElement().asString().startsWith("run " + first + " (pid ");
    }

    @Test
    void runsOnOtherDatabasesDoNotWait() throws SQLException {
        createDatabase("elsewhere");
        try (var here = lock(first, "postgres", Duration.ofSeconds(30), Progress.SILENT);
                var there = lock(second, "elsewhere", Duration.ZERO, Progress.SILENT)) {
            here.verifyHeld();
            there.verifyHeld();
        }
    }

    @Test
    void aLostLockIsNoticed() throws SQLException {
        createDatabase("lost");
        try (var held = lock(first, "lost", Duration.ZERO, Progress.SILENT);
                var admin = SESSIONS.open(server.settings("lost"), second, SessionRole.READ)) {
            assertThat(ask(
                            admin,
                            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'belay "
                                    + first + " lock'"))
                    .isEqualTo("t");
            assertThatThrownBy(held::verifyHeld)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("the session that holds the run lock of lost was lost");
        }
    }

    @Test
    void aRoleThatMayNotReadActivityStillLearnsTheRun() throws SQLException {
        try (var admin = SESSIONS.open(server.settings("postgres"), first, SessionRole.READ)) {
            run(admin, "create role plain login password 'x'");
        }
        createDatabase("shared");
        var plain = server.settings("shared").withCredentials(Optional.of("plain"), Optional.of(new Secret("x")));
        try (var held = lock(first, "shared", Duration.ZERO, Progress.SILENT)) {
            assertThatThrownBy(() -> RunLock.acquire(SESSIONS, plain, second, Duration.ZERO, Progress.SILENT))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("run " + first + " (pid ");
            held.verifyHeld();
        }
    }

    @Test
    void anInterruptedWaitFails() throws Exception {
        createDatabase("interrupted");
        try (var held = lock(first, "interrupted", Duration.ZERO, Progress.SILENT)) {
            var failure = new AtomicReference<Throwable>();
            var heard = new Heard(() -> Thread.currentThread().interrupt());
            var waiting = new Thread(() -> {
                try {
                    lock(second, "interrupted", Duration.ofSeconds(60), heard).close();
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            waiting.start();
            waiting.join();
            assertThat(failure.get()).isInstanceOf(EnvironmentException.class).hasMessageContaining("interrupted");
            held.verifyHeld();
        }
    }
}
