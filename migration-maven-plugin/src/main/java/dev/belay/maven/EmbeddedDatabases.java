package dev.belay.maven;

import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.server.BelayHome;
import dev.belay.server.BinariesSource;
import dev.belay.server.EmbeddedDatabase;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.ServerKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;

/**
 * The embedded servers of one build, by project folder and major. A server is started by the first goal that needs it
 * and runs until the build ends, so that integration tests can use it: {@code belay.embedded.url}, {@code .user} and
 * {@code .password} are properties of the project from then on.
 */
final class EmbeddedDatabases {

    /** How long to wait for another build that has this project's database. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Key(Path folder, int major) {}

    private final Map<Key, EmbeddedPostgres> servers = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();

    private EmbeddedDatabases() {}

    /** {@return those of the goal's build, stopped when it ends} */
    static EmbeddedDatabases of(Goal goal) {
        EmbeddedDatabases databases = goal.perBuild(EmbeddedDatabases.class, EmbeddedDatabases::new);
        if (databases.listening.compareAndSet(false, true)) {
            databases.stopAtEndOf(goal.session().getRequest());
        }
        return databases;
    }

    /** {@return the project's database, on a server that is started if it does not run} */
    ConnectionSettings connection(Goal goal, int major, BinariesSource binaries, Progress progress, String reason) {
        var name = EmbeddedName.of(goal);
        EmbeddedPostgres server = server(goal, name, major, binaries, progress, reason);
        ConnectionSettings connection = EmbeddedDatabase.create(server, name.database(), progress);
        publish(connection, goal.project().getProperties());
        return connection;
    }

    /** {@return the databases that the project has kept, of whatever major; none is made} */
    List<ConnectionSettings> kept(Goal goal, BinariesSource binaries, Progress progress, String reason) {
        var name = EmbeddedName.of(goal);
        return EmbeddedPostgres.keptMajors(BelayHome.detect(Optional.empty()), name.key()).stream()
                .map(major -> server(goal, name, major, binaries, progress, reason))
                .flatMap(server -> EmbeddedDatabase.find(server, name.database(), progress).stream())
                .toList();
    }

    private EmbeddedPostgres server(
            Goal goal, EmbeddedName name, int major, BinariesSource binaries, Progress progress, String reason) {
        return servers.computeIfAbsent(
                new Key(goal.baseDirectory().toAbsolutePath().normalize(), major), key -> {
                    var kept = new ServerKind.Kept(name.key(), PATIENCE);
                    var home = BelayHome.detect(Optional.empty());
                    var started = EmbeddedPostgres.start(new EmbeddedRequest(major, binaries, home, kept, progress));
                    progress.info("Working on this project's embedded PostgreSQL " + started.version() + ", kept in "
                            + started.folder() + ": " + reason + ".");
                    return started;
                });
    }

    private static void publish(ConnectionSettings connection, Properties properties) {
        properties.setProperty("belay.embedded.url", connection.jdbcUrl());
        connection.user().ifPresent(user -> properties.setProperty("belay.embedded.user", user));
        connection
                .password()
                .map(Secret::reveal)
                .ifPresent(password -> properties.setProperty("belay.embedded.password", password));
    }

    private void stopAtEndOf(MavenExecutionRequest request) {
        ExecutionListener maven = request.getExecutionListener();
        var chained = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionListener.class}, (proxy, method, arguments) -> {
                    try {
                        return maven == null ? null : method.invoke(maven, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("sessionEnded")) {
                            stop();
                        }
                    }
                });
        request.setExecutionListener((ExecutionListener) chained);
    }

    private void stop() {
        servers.values().forEach(EmbeddedPostgres::close);
        servers.clear();
    }
}
