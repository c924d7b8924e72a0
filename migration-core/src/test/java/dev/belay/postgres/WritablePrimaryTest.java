package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.server.StandbyServer;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class WritablePrimaryTest {

    private static final Sessions SESSIONS = new Sessions(Progress.SILENT);

    private final TestDatabase database;

    WritablePrimaryTest(TestDatabase database) {
        this.database = database;
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
        try (var session = open(database.settings())) {
            var facts = ServerFacts.read(session);
            assertThat(facts.major()).isEqualTo(database.major());
            assertThat(facts.version()).matches(facts.major() + "\\.\\d+");
            assertThat(facts.database()).isEqualTo(database.name());
            assertThat(facts.currentUser()).isEqualTo("postgres");
            assertThat(facts.superuser()).isTrue();
            assertThat(facts.inRecovery()).isFalse();
            assertThat(facts.readOnlyByDefault()).isFalse();
            assertThat(facts.throughPooler()).isFalse();
            assertThat(facts.requireSupported()).isSameAs(facts);
            assertThatCode(() -> require(facts, database.settings(), session)).doesNotThrowAnyException();
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
        database.execute("alter database " + database.name() + " set default_transaction_read_only = on");
        try (var session = open(database.settings())) {
            var facts = ServerFacts.read(session);
            assertThatThrownBy(() -> require(facts, database.settings(), session))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("read-only by default for postgres in " + database.name())
                    .hasMessageContaining("RESET default_transaction_read_only");
        }
    }

    @Test
    void aStandbyIsRefused() throws Exception {
        try (var standby = StandbyServer.start(true)) {
            var one = standby.connection("postgres");
            try (var session = open(one)) {
                var facts = ServerFacts.read(session);
                assertThat(facts.inRecovery()).isTrue();
                assertThatThrownBy(() -> require(facts, one, session))
                        .isInstanceOf(RefusalException.class)
                        .hasMessageContaining("127.0.0.1:" + standby.port() + " is a standby")
                        .hasMessageContaining("Name the primary in db.url.");
                var several = new ConnectionSettings(
                        "jdbc:postgresql://" + one.server() + ","
                                + database.settings().server() + "/postgres",
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
        try (var standby = StandbyServer.start(true)) {
            var one = standby.connection("postgres");
            // all test servers are made from one template, so that one password opens both
            var primary = new ConnectionSettings(
                    "jdbc:postgresql://" + one.server() + ","
                            + database.settings().server() + "/postgres",
                    one.user(),
                    one.password(),
                    Map.of("targetServerType", "primary"));
            try (var session = open(primary)) {
                assertThat(ServerFacts.read(session).inRecovery()).isFalse();
            }
        }
    }
}
