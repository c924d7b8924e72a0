package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.server.StandbyServer;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresExtension.class)
class SessionsTest {

    private static final Sessions IMPATIENT = new Sessions(Progress.SILENT, Duration.ZERO);

    private static final String PASSWORD = "a'b@c:d/e%f\\g h";

    private final TestDatabase database;

    SessionsTest(TestDatabase database) {
        this.database = database;
    }

    @ParameterizedTest
    @EnumSource(SessionRole.class)
    void aSessionIsNamedByItsRunAndRole(SessionRole role) throws SQLException {
        var run = RunId.random();
        try (var session = IMPATIENT.open(database.settings(), run, role)) {
            String name = ask(session, "show application_name");
            assertThat(name).isEqualTo("belay " + run + " " + role);
            assertThat(SessionName.parse(name)).contains(new SessionName(run, role));
            assertThat(session.getAutoCommit()).isTrue();
        }
    }

    @Test
    void onlyLockAndWorkSessionsChangeSettings() throws SQLException {
        var run = RunId.random();
        try (var work = IMPATIENT.open(database.settings(), run, SessionRole.WORK);
                var read = IMPATIENT.open(database.settings(), run, SessionRole.READ)) {
            assertThat(ask(work, "show client_connection_check_interval")).isEqualTo("2s");
            assertThat(ask(work, "show tcp_keepalives_idle")).isEqualTo("60");
            assertThat(ask(read, "show client_connection_check_interval")).isEqualTo("0");
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutThePassword() {
        var wrong =
                database.settings().withCredentials(Optional.of("postgres"), Optional.of(new Secret("wr0ng'@:/% \\")));
        assertFails(wrong, "refuses the password of the role postgres", "db.password");
    }

    @Test
    void aMissingPasswordIsSaid() {
        var none = new ConnectionSettings(
                database.settings().jdbcUrl(), Optional.of("postgres"), Optional.empty(), Map.of());
        assertFails(none, "asks for a password of the role postgres", "db.password");
    }

    @Test
    void aMissingDatabaseIsNamed() {
        var settings = database.settings();
        assertFails(
                new ConnectionSettings(
                        "jdbc:postgresql://" + settings.server() + "/nowhere",
                        settings.user(),
                        settings.password(),
                        Map.of()),
                "there is no database nowhere on " + settings.server(),
                "createdb");
    }

    @Test
    void aServerWithoutEncryptionIsSaid() {
        var settings = database.settings();
        assertFails(
                new ConnectionSettings(
                        settings.jdbcUrl(), settings.user(), settings.password(), Map.of("sslmode", "require")),
                "no encrypted connection to " + settings.server(),
                "sslmode");
    }

    @Test
    void aPortWhereNobodyListensIsNamed() {
        // none that is free now, and may be somebody's the next moment
        assertFails(at("127.0.0.1:1", Map.of()), "nothing accepts connections at 127.0.0.1:1", "Start");
    }

    @Test
    void anUnknownHostIsNamed() {
        assertFails(at("nowhere.invalid:5432", Map.of()), "the host of nowhere.invalid:5432 is not known", "db.url");
    }

    @Test
    void aServerThatDoesNotAnswerIsSaid() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + silent.getLocalPort();
            assertFails(
                    at(place, Map.of("socketTimeout", "1", "sslmode", "disable", "gssEncMode", "disable")),
                    "the server at " + place + " does not answer in time",
                    "firewalls");
        }
    }

    @Test
    void aRoleWithoutFreeConnectionsIsWaitedFor() throws SQLException {
        String role = "few_" + database.name();
        database.execute("create role " + role + " login password 'x' connection limit 1");
        var few = database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x")));
        var only = IMPATIENT.open(few, RunId.random(), SessionRole.READ);
        assertFails(few, "has no connection left", "max_connections");
        var heard = new Heard(only::close);
        try (var second = new Sessions(heard).open(few, RunId.random(), SessionRole.READ)) {
            assertThat(ask(second, "select current_user")).isEqualTo(role);
        }
        assertThat(heard.infos)
                .containsExactly("the server at " + few.server() + " has no connection left; waiting up to 5 s");
    }

    @Test
    void aServerThatIsStartingIsWaitedForAndSaidOnce() throws Exception {
        try (var other = StandbyServer.start(false)) {
            var settings = other.connection("postgres");
            assertThatThrownBy(() -> IMPATIENT.open(settings, RunId.random(), SessionRole.WORK))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("still does not accept connections");
            var heard = new Heard(other::promote);
            try (var session = new Sessions(heard).open(settings, RunId.random(), SessionRole.WORK)) {
                assertThat(ask(session, "select pg_is_in_recovery()")).isEqualTo("f");
            }
            assertThat(heard.infos)
                    .containsExactly("the server at " + settings.server() + " is starting up; waiting up to 60 s");
        }
    }

    private static ConnectionSettings at(String place, Map<String, String> properties) {
        return new ConnectionSettings(
                "jdbc:postgresql://" + place + "/db", Optional.of("u"), Optional.of(new Secret(PASSWORD)), properties);
    }

    private static void assertFails(ConnectionSettings settings, String what, String next) {
        assertThatThrownBy(() -> IMPATIENT.open(settings, RunId.random(), SessionRole.WORK))
                .isInstanceOfSatisfying(EnvironmentException.class, e -> {
                    assertThat(e.problem().what()).contains(what);
                    assertThat(e.problem().next()).contains(next);
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContain("wr0ng").doesNotContain(PASSWORD);
                    }
                });
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
