package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionsTest {

    private static final Sessions IMPATIENT = new Sessions(Progress.SILENT, Duration.ZERO);

    private static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(SessionRole.class)
    void aSessionIsNamedByItsRunAndRole(SessionRole role) throws SQLException {
        var run = RunId.random();
        try (var session = IMPATIENT.open(server.settings("postgres"), run, role)) {
            String name = ask(session, "show application_name");
            assertThat(name).isEqualTo("belay " + run + " " + role);
            assertThat(SessionName.parse(name)).contains(new SessionName(run, role));
            assertThat(session.getAutoCommit()).isTrue();
        }
    }

    @Test
    void onlyLockAndWorkSessionsChangeSettings() throws SQLException {
        var run = RunId.random();
        try (var work = IMPATIENT.open(server.settings("postgres"), run, SessionRole.WORK);
                var read = IMPATIENT.open(server.settings("postgres"), run, SessionRole.READ)) {
            assertThat(ask(work, "show client_connection_check_interval")).isEqualTo("2s");
            assertThat(ask(work, "show tcp_keepalives_idle")).isEqualTo("60");
            assertThat(ask(read, "show client_connection_check_interval")).isEqualTo("0");
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutThePassword() {
        var wrong = server.settings("postgres")
                .withCredentials(Optional.of("postgres"), Optional.of(new Secret("wr0ng'@:/% \\")));
        assertFails(wrong, "refuses the password of the role postgres", "db.password");
    }

    @Test
    void aMissingPasswordIsSaid() {
        var none = new ConnectionSettings(
                server.settings("postgres").jdbcUrl(), Optional.of("postgres"), Optional.empty(), Map.of());
        assertFails(none, "asks for a password of the role postgres", "db.password");
    }

    @Test
    void aMissingDatabaseIsNamed() {
        assertFails(server.settings("nowhere"), "there is no database nowhere on 127.0.0.1:" + server.port, "createdb");
    }

    @Test
    void aServerWithoutEncryptionIsSaid() {
        var settings = server.settings("postgres");
        assertFails(
                new ConnectionSettings(
                        settings.jdbcUrl(), settings.user(), settings.password(), Map.of("sslmode", "require")),
                "no encrypted connection to 127.0.0.1:" + server.port,
                "sslmode");
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws Exception {
        int port = LocalServer.freePort();
        assertFails(at("127.0.0.1:" + port, Map.of()), "nothing accepts connections at 127.0.0.1:" + port, "Start");
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
        try (var admin = IMPATIENT.open(server.settings("postgres"), RunId.random(), SessionRole.READ)) {
            run(admin, "create role few login password 'x' connection limit 1");
        }
        var few = server.settings("postgres").withCredentials(Optional.of("few"), Optional.of(new Secret("x")));
        var only = IMPATIENT.open(few, RunId.random(), SessionRole.READ);
        assertFails(few, "has no connection left", "max_connections");
        var heard = new Heard(only::close);
        try (var second = new Sessions(heard).open(few, RunId.random(), SessionRole.READ)) {
            assertThat(ask(second, "select current_user")).isEqualTo("few");
        }
        assertThat(heard.infos)
                .containsExactly(
                        "the server at 127.0.0.1:" + server.port + " has no connection left; waiting up to 5 s");
    }

    @Test
    void aServerThatIsStartingIsWaitedForAndSaidOnce() throws Exception {
        try (var other = LocalServer.start()) {
            other.becomeUnreadableStandby();
            assertThatThrownBy(() -> IMPATIENT.open(other.settings("postgres"), RunId.random(), SessionRole.WORK))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("still does not accept connections");
            var heard = new Heard(() -> other.ctl("promote"));
            try (var session = new Sessions(heard).open(other.settings("postgres"), RunId.random(), SessionRole.WORK)) {
                assertThat(ask(session, "select pg_is_in_recovery()")).isEqualTo("f");
            }
            assertThat(heard.infos)
                    .containsExactly("the server at 127.0.0.1:" + other.port + " is starting up; waiting up to 60 s");
        }
    }

    private static ConnectionSettings at(String place, Map<String, String> properties) {
        return new ConnectionSettings(
                "jdbc:postgresql://" + place + "/db",
                Optional.of("u"),
                Optional.of(new Secret(LocalServer.PASSWORD)),
                properties);
    }

    private static void assertFails(ConnectionSettings settings, String what, String next) {
        assertThatThrownBy(() -> IMPATIENT.open(settings, RunId.random(), SessionRole.WORK))
                .isInstanceOfSatisfying(EnvironmentException.class, e -> {
                    assertThat(e.problem().what()).contains(what);
                    assertThat(e.problem().next()).contains(next);
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContain("wr0ng").doesNotContain(LocalServer.PASSWORD);
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
