package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class PoolerTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private final TestDatabase database;

    PoolerTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void requirePgBouncer() {
        if (!PgBouncer.isInstalled()) {
            String reason = "skipped PoolerTest: there is no pgbouncer on the PATH";
            System.out.println(reason); // the build's own output names no reasons
            Assumptions.abort(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool_mode=transaction",
                "pool_mode=transaction,server_round_robin=1",
                "pool_mode=transaction,default_pool_size=1",
                "pool_mode=transaction,default_pool_size=1,server_round_robin=1",
                "pool_mode=statement",
                "pool_mode=statement,server_round_robin=1",
            })
    void aPoolerThatSharesBackendsIsRefused(String mode) throws Exception {
        try (var pooler = PgBouncer.start(database.settings(), lines(mode))) {
            // other clients have used the pool before, so that it has several backends at rest
            useSeveralBackends(pooler.settings());
            assertThatThrownBy(() -> look(pooler.settings()))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("the connection pooler at 127.0.0.1:" + pooler.port())
                    .hasMessageContaining("pool_mode be session")
                    .hasMessageContaining(database.name() + " was not changed");
        }
    }

    @Test
    void aFreshPoolIsRecognisedAsWell() throws Exception {
        try (var pooler = PgBouncer.start(database.settings(), lines("pool_mode=transaction,server_round_robin=1"))) {
            assertThatThrownBy(() -> look(pooler.settings())).isInstanceOf(RefusalException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool_mode=session", "pool_mode=session,server_round_robin=1"})
    void aPoolerInSessionModeWillDo(String mode) throws Exception {
        try (var pooler = PgBouncer.start(database.settings(), lines(mode))) {
            useSeveralBackends(pooler.settings());
            assertThatCode(() -> look(pooler.settings())).doesNotThrowAnyException();
        }
    }

    @Test
    void aSessionModePoolOfOneIsTooSmall() throws Exception {
        try (var pooler = PgBouncer.start(database.settings(), lines("pool_mode=session,default_pool_size=1"))) {
            assertThatThrownBy(() -> look(pooler.settings()))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("a session got no answer within 5 s");
        }
    }

    @Test
    void aPoolerThatRefusesAParameterIsExplained() throws Exception {
        try (var pooler = PgBouncer.start(database.settings(), List.of("pool_mode = session"))) {
            var plain = pooler.settings();
            var settings = new ConnectionSettings(
                    plain.jdbcUrl(), plain.user(), plain.password(), Map.of("options", "-c work_mem=8MB"));
            assertThatThrownBy(() -> look(settings))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("unsupported startup parameter: options")
                    .hasMessageContaining("ignore_startup_parameters");
        }
    }

    private static List<String> lines(String settings) {
        return List.of(settings.split(","));
    }

    private static void look(ConnectionSettings settings) throws SQLException {
        var run = RunId.random();
        try (var session = SESSIONS.open(settings, run, SessionRole.READ)) {
            var facts = ServerFacts.read(session);
            assertThat(facts.throughPooler()).isTrue();
            WritablePrimary.require(facts, settings, session, () -> SESSIONS.open(settings, run, SessionRole.READ));
            assertThat(session.isValid(60)).isTrue();
            assertThat(session.getNetworkTimeout()).isZero();
        }
    }

    private static void useSeveralBackends(ConnectionSettings settings) throws SQLException {
        try (var one = SESSIONS.open(settings, RunId.random(), SessionRole.READ);
                var two = SESSIONS.open(settings, RunId.random(), SessionRole.READ)) {
            for (Connection connection : List.of(one, two)) {
                connection.setNetworkTimeout(Runnable::run, 500);
            }
            one.setAutoCommit(false);
            SessionsTest.ask(one, "select 1");
            SessionsTest.ask(two, "select 1");
        } catch (SQLException e) {
            // a pool of one makes the second wait, and statement mode refuses the transaction: then there is one
            // backend
            assertThat(Optional.ofNullable(e.getSQLState())).isPresent();
        }
    }
}
