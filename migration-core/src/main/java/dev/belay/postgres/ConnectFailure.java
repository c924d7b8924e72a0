package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a connection could not be made, for people. The SQLSTATEs are those of
 * <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">Appendix A</a> and, for what happens before
 * the server answers, of the driver's {@code PSQLState}.
 */
final class ConnectFailure {

    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final String TOO_MANY_CONNECTIONS = "53300";

    private final ConnectionSettings settings;

    ConnectFailure(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** {@return whether the server is there and will accept connections later} */
    static boolean isStarting(SQLException e) {
        return CANNOT_CONNECT_NOW.equals(e.getSQLState());
    }

    /** {@return whether the server has as many connections as it may have} */
    static boolean isFull(SQLException e) {
        return TOO_MANY_CONNECTIONS.equals(e.getSQLState());
    }

    /** {@return the server's words without severity, detail and place; the driver's, when the server said none} */
    static String serverText(SQLException e) {
        return ServerText.of(e);
    }

    EnvironmentException translate(SQLException e) {
        var problem = ofState(e)
                .or(() -> ofCause(e))
                .orElseGet(() -> problem(
                        "cannot connect to " + settings.server() + ": " + serverText(e),
                        "Check db.url, the server and its log."));
        return new EnvironmentException(problem, e);
    }

    private Optional<Problem> ofState(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return Optional.ofNullable(
                switch (state) {
                    case "28P01" ->
                        problem(
                                "the server at " + settings.server() + " refuses the password of " + who(),
                                credentials());
                    case "28000" ->
                        problem(
                                "the server at " + settings.server() + " does not let " + who() + " in: "
                                        + serverText(e),
                                "Check the role (db.user), and the server's pg_hba.conf for this host, role and database.");
                    case "3D000" ->
                        problem(
                                "there is no database " + settings.database().orElse("of the user's name") + " on "
                                        + settings.server(),
                                "Create it (createdb), or correct the database in db.url.");
                    case "42501" ->
                        problem(
                                who() + " may not connect to " + database() + ": " + serverText(e),
                                "Grant it: GRANT CONNECT ON DATABASE ... TO ...");
                    case TOO_MANY_CONNECTIONS ->
                        problem(
                                "the server at " + settings.server() + " has no connection left: " + serverText(e),
                                "End sessions that are not needed, or raise max_connections (or the pooler's limit), and run the goal again.");
                    case CANNOT_CONNECT_NOW ->
                        problem(
                                "the server at " + settings.server() + " still does not accept connections: "
                                        + serverText(e),
                                "Look at the server's log, and run the goal again when it is up.");
                    case "08P01" -> protocol(e);
                    case "08004" -> rejected(e);
                    default -> null;
                });
    }

    /** PgBouncer refuses parameters it does not know, such as {@code options} that the user has set. */
    private Problem protocol(SQLException e) {
        String text = serverText(e);
        if (!text.contains("unsupported startup parameter")) {
            return null;
        }
        return problem(
                "the connection pooler at " + settings.server() + " refuses the connection: " + text,
                "Connect to the server itself, or name the parameter in the pooler's ignore_startup_parameters, and let its pool_mode be session.");
    }

    private Problem rejected(SQLException e) {
        if (settings.password().isEmpty()
                && serverText(e).toLowerCase(Locale.ROOT).contains("password")) {
            return problem(
                    "the server at " + settings.server() + " asks for a password of " + who() + ", and none is given",
                    credentials());
        }
        return null;
    }

    private Optional<Problem> ofCause(SQLException e) {
        String server = settings.server();
        if (cause(e, UnknownHostException.class)) {
            return Optional.of(problem(
                    "the host of " + server + " is not known", "Check the host in db.url, and the name service."));
        }
        if (cause(e, SSLException.class)) {
            return Optional.of(problem(
                    "no encrypted connection to " + server + ": " + reason(e, SSLException.class),
                    "Check sslmode and sslrootcert in db.url, and the server's certificate."));
        }
        if (cause(e, SocketTimeoutException.class)) {
            return Optional.of(problem(
                    "the server at " + server + " does not answer in time",
                    "Check host and port in db.url, firewalls, and whether a VPN is needed."));
        }
        if (cause(e, ConnectException.class) || cause(e, NoRouteToHostException.class)) {
            return Optional.of(problem(
                    "nothing accepts connections at " + server,
                    "Start the server, or correct host and port in db.url."));
        }
        String text = String.valueOf(e.getMessage());
        if (text.contains("SSL")) {
            return Optional.of(problem(
                    "no encrypted connection to " + server + ": " + text,
                    "Check sslmode in db.url, and whether the server has ssl = on."));
        }
        if (text.contains("targetServerType")) {
            return Optional.of(problem(
                    "none of the servers " + server + " is of the wanted kind: " + text,
                    "Check the servers, and targetServerType (target_session_attrs) in db.url."));
        }
        return Optional.empty();
    }

    static boolean cause(Throwable e, Class<? extends Throwable> type) {
        return causes(e).anyMatch(type::isInstance);
    }

    private static String reason(Throwable e, Class<? extends Throwable> type) {
        return String.valueOf(
                causes(e).filter(type::isInstance).findFirst().orElse(e).getMessage());
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, t -> t != null, Throwable::getCause).limit(10);
    }

    private String who() {
        return settings.user().map(user -> "the role " + user).orElse("the role of the operating system's user");
    }

    private String database() {
        return settings.database().orElse("the database") + " at " + settings.server();
    }

    private static String credentials() {
        return "Check db.user and db.password (or db.serverId, PGUSER and PGPASSWORD, ~/.pgpass).";
    }

    private Problem problem(String what, String next) {
        return Problem.of(what, next);
    }
}
