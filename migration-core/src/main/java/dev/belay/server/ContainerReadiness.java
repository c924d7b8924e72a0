package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Pause;
import dev.belay.postgres.Secret;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits for the server of a container. While it initialises its data the official image runs a server that listens on a
 * Unix-domain socket only, so that the first answer by TCP is that of the server proper (docker-entrypoint.sh,
 * docker_temp_server_start).
 *
 * @param client of the engine
 * @param image for messages
 * @param name the container's
 */
record ContainerReadiness(ContainerClient client, String image, String name) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
    private static final int LOG_LINES = 20;

    /** Nothing of it has to survive anything; all three can be changed while the server runs. */
    private static final List<String> THROWAWAY = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** {@return how its superuser reaches it, once it accepts connections} */
    ConnectionSettings await(Secret password) {
        long begin = System.nanoTime();
        Optional<EnvironmentException> last = Optional.empty();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            for (String address : ContainerAddress.candidates(client, name, System.getenv())) {
                ConnectionSettings settings = new ConnectionSettings(
                        "jdbc:postgresql://" + address + "/postgres",
                        Optional.of("postgres"),
                        Optional.of(password),
                        Map.of());
                try {
                    relax(settings);
                    return settings;
                } catch (EnvironmentException e) {
                    last = Optional.of(e);
                }
            }
            ContainerAnswer running = client.run("inspect", "--format", "{{.State.Running}}", name);
            if (running.came() && !running.output().equals("true")) {
                throw failure("ended at once", last);
            }
            Pause.of(BETWEEN_ATTEMPTS);
        }
        throw failure("accepts no connection within " + PATIENCE.toSeconds() + " s", last);
    }

    private static void relax(ConnectionSettings settings) {
        Sessions sessions = new Sessions(Progress.SILENT, Duration.ZERO);
        try (Connection connection = sessions.open(settings, RunId.random(), SessionRole.WORK);
                Statement statement = connection.createStatement()) {
            for (String setting : THROWAWAY) {
                statement.execute("ALTER SYSTEM SET " + setting + " = off");
            }
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw Maintenance.failure(settings, e);
        }
    }

    private EnvironmentException failure(String what, Optional<EnvironmentException> last) {
        ContainerAnswer log = client.run("logs", "--tail", String.valueOf(LOG_LINES), name);
        Problem problem = Problem.of(
                "The server in a container of " + image + " " + what + ".",
                "see its log above; an image for db.scratch has to understand POSTGRES_PASSWORD and listen on port 5432"
                        + " as the official postgres image does.");
        return new EnvironmentException(
                problem.withDetails(last.map(e -> e.problem().what()).stream().toList())
                        .withDetails(log.said()),
                last.orElse(null));
    }
}
