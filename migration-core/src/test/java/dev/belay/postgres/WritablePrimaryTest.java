package dev.belay.postgres;

import static dev.belay.postgres.SessionsTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WritablePrimaryTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Connection open(ConnectionSettings settings) {
        return SESSIONS.open(settings, RunId.random(), SessionRole.READ);
    }

    /** Without a pooler there is no reason for a second session. */
    private static void require(ServerFacts facts, ConnectionSettings settings, Connection connection) {
        WritablePrimary.require(facts, settings, connection, () -> {
            throw new AssertionError("opened a second session");
        });
    }

    @Test
    void theFactsAreTheServers() throws SQLException {
        try (var session = open(server.settings("postgres"))) {
            var facts = ServerFacts.read(session);
            assertThat(facts.major()).isGreaterThanOrEqualTo(14);
            assertThat(facts.version()).matches(facts.major() + "\\.\\d+");
            assertThat(facts.database()).isEqualTo("postgres");
            assertThat(facts.currentUser()).isEqualTo("postgres");
            assertThat(facts.superuser()).isTrue();
            assertThat(facts.inRecovery()).isFalse();
            assertThat(facts.readOnlyByDefault()).isFalse();
            assertThat(facts.throughPooler()).isFalse();
            assertThat(facts.requireSupported()).isSameAs(facts);
            assertThatCode(() -> require(facts, server.settings("postgres"), session))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anOldServerIsRefused() {
        var old = new ServerFacts("13.20", 13, "shop", "app", false, false, false, false);
        assertThatThrownBy(old::requireSupported)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("PostgreSQL 13.20; the oldest supported version is 14")
                .hasMessageContaining("shop was not changed");
    }

    @Test
    void aReadOnlyDatabaseIsRefused() throws SQLException {
        try (var admin = open(server.settings("postgres"))) {
            run(admin, "create database frozen");
            run(admin, "alter database frozen set default_transaction_read_only = on");
        }
        try (var session = open(server.settings("frozen"))) {
            var facts = ServerFacts.read(session);
            assertThatThrownBy(() -> require(facts, server.settings("frozen"), session))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("read-only by default for postgres in frozen")
                    .hasMessageContaining("RESET default_transaction_read_only");
        }
    }

    @Test
    void aStandbyIsRefused() throws Exception {
        try (var standby = LocalServer.start()) {
            standby.becomeReadableStandby();
            var one = standby.settings("postgres");
            try (var session = open(one)) {
                var facts = ServerFacts.read(session);
                assertThat(facts.inRecovery()).isTrue();
                assertThatThrownBy(() -> require(facts, one, session))
                        .isInstanceOf(RefusalException.class)
                        .hasMessageContaining("127.0.0.1:" + standby.port + " is a standby")
                        .hasMessageContaining("Name the primary in db.url.");
                var several = new ConnectionSettings(
                        "jdbc:postgresql://127.0.0.1:" + standby.port + ",127.0.0.1:" + server.port + "/postgres",
                        one.user(),
                        one.password(),
                        Map.of());
                assertThatThrownBy(() -> require(facts, several, session))
                        .hasMessageContaining("targetServerType=primary");
            }
        }
    }

    @Test
    void theRemedyForSeveralHostsWorks() throws Exception {
        try (var standby = LocalServer.start()) {
            standby.becomeReadableStandby();
            var one = standby.settings("postgres");
            var primary = new ConnectionSettings(
                    "jdbc:postgresql://127.0.0.1:" + standby.port + ",127.0.0.1:" + server.port + "/postgres",
                    one.user(),
                    one.password(),
                    Map.of("targetServerType", "primary"));
            try (var session = open(primary)) {
                assertThat(ServerFacts.read(session).inRecovery()).isFalse();
            }
        }
    }
}
