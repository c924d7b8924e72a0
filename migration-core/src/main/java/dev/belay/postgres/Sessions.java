package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens the sessions of a run. Each is named as {@link SessionName} says. Lock and work sessions are told to notice
 * that their client has died; read sessions set nothing, so that one can look at a pooler without leaving settings on
 * a server connection that others will use.
 *
 * @param progress hears when a server is waited for
 * @param startup how long to wait for a server that answers but does not yet accept connections
 */
public record Sessions(Progress progress, Duration startup) {

    /** What is waited for a starting server when nothing else is said. */
    public static final Duration DEFAULT_STARTUP = Duration.ofSeconds(60);

    private static final String CONNECT_SECONDS = "10";
    private static final Duration FULL_SERVER = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    /**
     * Such a session is idle while a script's Java code runs, or while the other session works; it must not be ended
     * for that. The keepalives end it within two minutes after its client's machine is gone (tcp(7)).
     */
    private static final String LASTING = "set idle_session_timeout = 0; set tcp_keepalives_idle = 60; "
            + "set tcp_keepalives_interval = 15; set tcp_keepalives_count = 4";

    /**
     * A statement of a killed client ends within this time, instead of at its own end. PostgreSQL 14 and later, where
     * the server's operating system can tell (runtime-config-connection, client_connection_check_interval).
     */
    private static final String CHECK_CLIENT = "set client_connection_check_interval = '2s'";

    /** Sessions that wait a minute for a starting server. */
    public Sessions(Progress progress) {
        this(progress, DEFAULT_STARTUP);
    }

    /**
     * Opens a session, in auto-commit mode.
     *
     * @param settings the database
     * @param run for whom
     * @param role what for
     * @throws EnvironmentException saying what is wrong with server, network, role or database, and what to do
     */
    public Connection open(ConnectionSettings settings, RunId run, SessionRole role) {
        Connection connection = connect(settings, new SessionName(run, role));
        try {
            if (role != SessionRole.READ) {
                prepare(connection);
            }
            return connection;
        } catch (SQLException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw new ConnectFailure(settings).translate(e);
        }
    }

    private Connection connect(ConnectionSettings settings, SessionName name) {
        var failure = new ConnectFailure(settings);
        long begin = System.nanoTime();
        boolean said = false;
        while (true) {
            try {
                return attempt(settings, name);
            } catch (SQLException e) {
                Duration patience = patience(e);
                if (System.nanoTime() - begin >= patience.toNanos()) {
                    throw failure.translate(e);
                }
                if (!said) {
                    said = true;
                    progress.info(String.format(
                            Locale.ROOT,
                            "the server at %s %s; waiting up to %d s",
                            settings.server(),
                            ConnectFailure.isStarting(e) ? "is starting up" : "has no connection left",
                            patience.toSeconds()));
                }
                Pause.of(BETWEEN_ATTEMPTS);
            }
        }
    }

    private Duration patience(SQLException e) {
        if (ConnectFailure.isStarting(e)) {
            return startup;
        }
        return ConnectFailure.isFull(e) && startup.compareTo(FULL_SERVER) > 0 ? FULL_SERVER : Duration.ZERO;
    }

    private static Connection attempt(ConnectionSettings settings, SessionName name) throws SQLException {
        var properties = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        properties.putAll(settings.properties());
        settings.user().ifPresent(user -> PGProperty.USER.set(properties, user));
        // never null: the driver would look for one in the password file by itself, insecure files included
        PGProperty.PASSWORD.set(
                properties, settings.password().map(Secret::reveal).orElse(""));
        PGProperty.APPLICATION_NAME.set(properties, name.toString());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // the name goes out with the first message, and extra_float_digits, which PgBouncer refuses, does not
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        // not through DriverManager: under Maven another class loader's driver may be registered there
        Connection connection = new Driver().connect(settings.jdbcUrl(), properties);
        if (connection == null) {
            throw new EnvironmentException(
                    Problem.of("the driver does not read the URL " + settings.jdbcUrl(), "Check db.url."));
        }
        return connection;
    }

    private void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(LASTING);
            try {
                statement.execute(CHECK_CLIENT);
            } catch (SQLException e) {
                if (!Alive.is(connection)) {
                    throw e;
                }
                progress.detail("the server cannot notice that a client has died (" + CHECK_CLIENT + ": "
                        + ConnectFailure.serverText(e) + "); a killed run's last statement runs to its end");
            }
        }
    }
}
