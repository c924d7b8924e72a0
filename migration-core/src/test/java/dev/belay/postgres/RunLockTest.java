package dev.belay.postgres;

import static dev.belay.postgres.SessionsTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RunLockTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private final RunId first = RunId.random();
    private final RunId second = RunId.random();

    private final TestDatabase database;

    RunLockTest(TestDatabase database) {
        this.database = database;
    }

    private static RunLock lock(RunId run, TestDatabase database, Duration wait, Progress progress) {
        return RunLock.acquire(SESSIONS, database.settings(), run, wait, progress);
    }

    @Test
    void aSecondRunGivesUpAndSaysWhoHoldsTheLock() {
        try (var held = lock(first, database, Duration.ZERO, Progress.SILENT)) {
            held.verifyHeld();
            assertThatThrownBy(() -> lock(second, database, Duration.ZERO, Progress.SILENT))
                    .isInstanceOfSatisfying(RefusalException.class, e -> {
                        assertThat(e.problem().what())
                                .startsWith("another run holds the run lock of " + database.name() + ": run " + first
                                        + " (pid ")
                                .containsPattern(
                                        "role postgres, from 127\\.0\\.0\\.1, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\)");
                        assertThat(e.problem().state()).contains(database.name() + " was not changed by this run.");
                        assertThat(e.problem().next()).containsPattern("SELECT pg_terminate_backend\\(\\d+\\);");
                    });
        }
    }

    @Test
    void aSecondRunWaitsAndSaysSoOnce() {
        var held = lock(first, database, Duration.ZERO, Progress.SILENT);
        var heard = new Heard(held::close);
        try (var taken = lock(second, database, Duration.ofMinutes(2), heard)) {
            taken.verifyHeld();
        }
        assertThat(heard.infos).singleElement().asString().startsWith("run " + first + " (pid ");
    }

    @Test
    void runsOnOtherDatabasesDoNotWait(TestDatabase other) {
        try (var here = lock(first, database, Duration.ofMinutes(2), Progress.SILENT);
                var there = lock(second, other, Duration.ZERO, Progress.SILENT)) {
            here.verifyHeld();
            there.verifyHeld();
        }
    }

    @Test
    void aLostLockIsNoticed() throws SQLException {
        try (var held = lock(first, database, Duration.ZERO, Progress.SILENT);
                var admin = SESSIONS.open(database.settings(), second, SessionRole.READ)) {
            assertThat(ask(
                            admin,
                            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'belay "
                                    + first + " lock'"))
                    .isEqualTo("t");
            assertThatThrownBy(held::verifyHeld)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("the session that holds the run lock of " + database.name() + " was lost");
        }
    }

    @Test
    void aRoleThatMayNotReadActivityStillLearnsTheRun() {
        String role = "plain_" + database.name();
        database.execute("create role " + role + " login password 'x'");
        var plain = database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x")));
        try (var held = lock(first, database, Duration.ZERO, Progress.SILENT)) {
            assertThatThrownBy(() -> RunLock.acquire(SESSIONS, plain, second, Duration.ZERO, Progress.SILENT))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("run " + first + " (pid ");
            held.verifyHeld();
        }
    }

    @Test
    void anInterruptedWaitFails() throws Exception {
        try (var held = lock(first, database, Duration.ZERO, Progress.SILENT)) {
            var failure = new AtomicReference<Throwable>();
            var heard = new Heard(() -> Thread.currentThread().interrupt());
            var waiting = new Thread(() -> {
                try {
                    lock(second, database, Duration.ofMinutes(2), heard).close();
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
