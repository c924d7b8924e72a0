package dev.belay.postgres;

import static dev.belay.postgres.SessionsTest.ask;
import static dev.belay.postgres.SessionsTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LeftoversTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private final RunId killed = RunId.random();
    private final RunId mine = RunId.random();
    private final Heard heard = new Heard();
    private final TestDatabase database;
    private final Connection reader;

    LeftoversTest(TestDatabase database) {
        this.database = database;
        this.reader = SESSIONS.open(database.settings(), mine, SessionRole.READ);
    }

    @AfterEach
    void disconnect() throws SQLException {
        reader.close();
    }

    @Test
    void nothingIsSaidWhereNothingIsLeft() throws SQLException {
        try (var work = SESSIONS.open(database.settings(), mine, SessionRole.WORK)) {
            Leftovers.end(reader, mine, Duration.ofSeconds(60), heard);
            assertThat(work.isValid(60)).isTrue();
        }
        assertThat(heard.warnings).isEmpty();
    }

    @Test
    void aStatementThatAnotherRunLeftRunningIsEnded() throws Exception {
        try (var left = SESSIONS.open(database.settings(), killed, SessionRole.WORK)) {
            var sleeping = sleep(left);
            Leftovers.end(reader, mine, Duration.ZERO, heard);
            assertThat(sleeping.get(2, TimeUnit.MINUTES)).isEqualTo("57P01");
        }
        assertThat(heard.warnings).hasSize(2);
        assertThat(heard.warnings.get(0)).contains("run " + killed + " (pid ").contains("active");
        assertThat(heard.warnings.get(1)).startsWith("ended what was left: run " + killed);
    }

    @Test
    void theBackendOfADeadClientEndsByItselfAndIsWaitedFor() throws Exception {
        var dead = SESSIONS.open(database.settings(), killed, SessionRole.WORK);
        var sleeping = sleep(dead);
        dead.abort(Runnable::run);
        Leftovers.end(reader, mine, Duration.ofSeconds(60), heard);
        assertThat(sleeping.get(2, TimeUnit.MINUTES)).isNotNull();
        assertThat(heard.warnings).singleElement().asString().contains("waiting up to 60 s");
    }

    @Test
    void aSessionThatMayNotBeEndedIsRefusedWithItsPid() throws SQLException {
        String role = "weak_" + database.name();
        database.execute("create role " + role + " login password 'x'");
        var weak = database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x")));
        try (var left = SESSIONS.open(database.settings(), killed, SessionRole.WORK);
                var weakReader = SESSIONS.open(weak, mine, SessionRole.READ)) {
            String pid = ask(left, "select pg_backend_pid()");
            assertThatThrownBy(() -> Leftovers.end(weakReader, mine, Duration.ZERO, heard))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("may not be ended by this role")
                    .hasMessageContaining("SELECT pg_terminate_backend(" + pid + ");");
            assertThat(left.isValid(60)).isTrue();
        }
    }

    /** {@return the SQLSTATE with which it ends; it is running when this method returns} */
    private CompletableFuture<String> sleep(Connection connection) throws SQLException {
        String pid = ask(connection, "select pg_backend_pid()");
        var sleeping = CompletableFuture.supplyAsync(() -> {
            try {
                run(connection, "select pg_sleep(600)");
                return "slept";
            } catch (SQLException e) {
                return e.getSQLState();
            }
        });
        while (!sleeps(pid)) {
            assertThat(sleeping).isNotDone();
        }
        return sleeping;
    }

    private boolean sleeps(String pid) throws SQLException {
        run(reader, "select pg_sleep(0.02)");
        return "PgSleep".equals(ask(reader, "select wait_event from pg_stat_activity where pid = " + pid));
    }
}
