package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/** Gets one server going: finds a port, starts it, waits until it answers. */
final class ServerStart {

    /** A kept server that was killed first repeats what its log holds, which can take a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** From when the server has said that it is ready. */
    private static final Duration UNANSWERED = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int PORT_ATTEMPTS = 10;
    private static final int ELSEWHERE_ATTEMPTS = 3;
    private static final int LOG_LINES = 20;

    /** What a server's log has when it could not have its port. */
    static final String PORT_TAKEN = "could not create any TCP/IP sockets";

    /** The class of states that begin with it (errcodes-appendix). */
    private static final String CONNECTION_EXCEPTION = "08";

    private static final String CANNOT_CONNECT_NOW = "57P03";

    private final Binaries binaries;
    private final DataFolder folder;
    private final ServerUser user;
    private final ServerKind kind;
    private final Secret password;
    private final String database;

    /**
     * A server that accepts connections.
     *
     * @param process to be stopped
     * @param port on 127.0.0.1
     * @param version as {@code server_version} says it, without what a packager put behind it
     */
    record Started(ServerProcess process, int port, String version) {}

    /** @param database one that is there; the server is asked through it whether it is ready */
    ServerStart(
            Binaries binaries, DataFolder folder, ServerUser user, ServerKind kind, Secret password, String database) {
        this.binaries = binaries;
        this.folder = folder;
        this.user = user;
        this.kind = kind;
        this.password = password;
        this.database = database;
    }

    /** {@return the running server; when it does not start, nothing is left running} */
    Started run() throws IOException {
        return run(ServerStart::freePort);
    }

    /** Hands out a port of 127.0.0.1 that seems to be free. */
    interface Ports {
        int next() throws IOException;
    }

    Started run(Ports ports) throws IOException {
        int elsewhere = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return runOnce(ports.next());
            } catch (LeadsElsewhereException e) {
                if (++elsewhere == ELSEWHERE_ATTEMPTS) {
                    throw e.problem;
                }
            } catch (EnvironmentException e) {
                // somebody was quicker to take the port that was free a moment ago
                if (attempt == PORT_ATTEMPTS || !log().contains(PORT_TAKEN)) {
                    throw e;
                }
            }
        }
    }

    /**
     * The server listens on the port, and whoever connects to it comes to somebody else or to nobody: container engines
     * publish ports by firewall rules, which bind(2) knows nothing of, and leave some behind.
     */
    private static final class LeadsElsewhereException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final EnvironmentException problem;

        LeadsElsewhereException(EnvironmentException problem) {
            super(problem);
            this.problem = problem;
        }
    }

    /** Without looking for another port when this one is taken. */
    Started runOnce(int port) throws IOException {
        ServerProcess process = ServerProcess.start(binaries, folder, user, ServerSettings.of(kind, port));
        try {
            return new Started(process, port, awaitVersion(process, port));
        } catch (LeadsElsewhereException e) {
            process.stopForAnotherStart();
            throw e;
        } catch (RuntimeException e) {
            // the log is in the exception by now; stopping may remove it
            try {
                process.stop();
            } catch (IOException | RuntimeException stopping) {
                e.addSuppressed(stopping);
            }
            throw e;
        }
    }

    private String awaitVersion(ServerProcess process, int port) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Optional<Instant> unanswered = Optional.empty();
        String last = "its postmaster.pid never said that it was ready";
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw failed("PostgreSQL " + binaries.major() + " did not start.");
            }
            boolean ready = Postmaster.read(folder.data())
                    .filter(postmaster -> postmaster.ready() && postmaster.port() == port)
                    .isPresent();
            if (ready) {
                try {
                    return version(port);
                } catch (SQLException e) {
                    if (!isTooEarly(e)) {
                        throw new LeadsElsewhereException(failed("PostgreSQL " + binaries.major()
                                + " started, but does not let this build in: " + e.getMessage()));
                    }
                    last = e.getMessage();
                    unanswered = unanswered.or(() -> Optional.of(Instant.now()));
                    if (unanswered.get().plus(UNANSWERED).isBefore(Instant.now())) {
                        throw new LeadsElsewhereException(failed("PostgreSQL " + binaries.major()
                                + " is ready, and nobody answers within " + UNANSWERED.toSeconds() + " s: " + last));
                    }
                }
            }
            pause();
        }
        throw failed("PostgreSQL " + binaries.major() + " did not accept connections within " + PATIENCE.toSeconds()
                + " s: " + last);
    }

    /** Also where nobody answers: if the server is not there any more, the next look at its process says so. */
    private static boolean isTooEarly(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(CANNOT_CONNECT_NOW) || state.startsWith(CONNECTION_EXCEPTION);
    }

    /** The driver itself, since DriverManager only knows drivers of the class loaders that it sees. */
    private String version(int port) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Template.USER);
        properties.setProperty("password", password.reveal());
        try (Connection connection = new Driver()
                        .connect(
                                "jdbc:postgresql://127.0.0.1:" + port + "/"
                                        + URLEncoder.encode(database, StandardCharsets.UTF_8),
                                properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1).split(" ", 2)[0];
        }
    }

    private EnvironmentException failed(String what) {
        List<String> lines = log().lines().toList();
        return new EnvironmentException(Problem.of(
                        what,
                        "look at the end of the server's log above; if it is no help, set BELAY_HOME to a new folder,"
                                + " or name a PostgreSQL server of your own.")
                .withDetails(lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
    }

    private String log() {
        try {
            return new String(Files.readAllBytes(folder.log()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(the server's log cannot be read: " + e.getMessage() + ")";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            throw Trouble.interrupted("waiting for PostgreSQL to start", e);
        }
    }

    /** {@return a port of 127.0.0.1 that was free a moment ago} */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
