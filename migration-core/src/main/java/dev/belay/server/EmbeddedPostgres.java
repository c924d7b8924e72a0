package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server that belongs to this JVM: started from binaries in a jar, reachable on 127.0.0.1 with a password,
 * and stopped when it is closed, when the JVM exits, or when the JVM is killed.
 *
 * <p>PostgreSQL refuses to run as root. A build that runs as root starts it in a user namespace ({@code unshare -U}),
 * else as nobody ({@code setpriv}, {@code su}). Nobody cannot get into root's home folder; when the {@link BelayHome} is
 * only the default, {@code /var/lib/belay} is used instead then, or {@code belay} in the folder for temporary files.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private final DataFolder folder;
    private final ServerProcess process;
    private final int port;
    private final String version;
    private final Secret password;
    private final Thread exitHook;
    private boolean closed;

    private EmbeddedPostgres(DataFolder folder, Secret password, ServerStart.Started started) {
        this.folder = folder;
        this.password = password;
        this.process = started.process();
        this.port = started.port();
        this.version = started.version();
        this.exitHook = new Thread(this::stop, "belay-stop-postgres-" + port);
    }

    /**
     * Starts a server and waits until it accepts connections. The first start of a major extracts its binaries and runs
     * {@code initdb}, which takes a few seconds; later ones copy the result.
     *
     * @throws EnvironmentException when the home cannot be used, the binaries do not run here, another build has the
     *     kept data for longer than the request's patience, or the server does not start (with the end of its log)
     */
    public static EmbeddedPostgres start(EmbeddedRequest request) {
        return start(request, Placement.choose(request.home(), Platform.current()));
    }

    /**
     * {@return the majors of which a project has kept data, in ascending order} Only looks: no folder is made and nothing
     * is started.
     */
    public static List<Integer> keptMajors(BelayHome home, String key) {
        return BinariesCoordinates.majors().stream()
                .filter(major -> Placement.homes(home).stream()
                        .map(path -> DataFolder.ofProject(path, key, major))
                        .anyMatch(Template::isComplete))
                .toList();
    }

    static EmbeddedPostgres start(EmbeddedRequest request, Placement placement) {
        Foundation foundation = Foundation.of(request, placement);
        return start(
                request,
                foundation,
                DataFolder.open(request, foundation.template(), placement, foundation.platform()),
                Template.MAINTENANCE);
    }

    /**
     * Starts a server on a copy of a template, which need not be the empty one.
     *
     * @param folder the copy, closed with the server
     * @param database one that the template has
     */
    static EmbeddedPostgres start(EmbeddedRequest request, Foundation foundation, DataFolder folder, String database) {
        try {
            Secret password = folder.password();
            ServerStart start = new ServerStart(
                    foundation.binaries(), folder, foundation.placement().user(), request.kind(), password, database);
            EmbeddedPostgres server = new EmbeddedPostgres(folder, password, start.run());
            server.stopAtExit();
            return server;
        } catch (IOException e) {
            throw released(folder, Trouble.files("start PostgreSQL", folder.folder(), e));
        } catch (RuntimeException e) {
            throw released(folder, e);
        }
    }

    /** {@return how to reach a database of this server as its superuser; the database need not exist yet} */
    public ConnectionSettings connection(String database) {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                Optional.of(Template.USER),
                Optional.of(password),
                Map.of());
    }

    /** {@return the folder that holds its data, its log and its password} */
    public Path folder() {
        return folder.folder();
    }

    /** {@return the TCP port on 127.0.0.1} */
    public int port() {
        return port;
    }

    /** {@return the server's version as it says it itself, such as 17.11} */
    public String version() {
        return version;
    }

    /** {@return the data directory, for tests that look at what is left of it} */
    Path data() {
        return folder.data();
    }

    /**
     * Stops the server and removes a throwaway one's data. May be called again.
     *
     * @throws EnvironmentException when the server does not end or its data cannot be removed
     */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            // the JVM is exiting, and the hook finds the server closed
        }
    }

    private void stopAtExit() {
        try {
            Runtime.getRuntime().addShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            stop();
            throw new EnvironmentException(
                    Problem.of("The build is being ended; PostgreSQL was not started.", "run the build again."), e);
        }
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        try (folder) {
            process.stop();
        } catch (IOException e) {
            throw Trouble.files("remove a stopped server's files", folder.folder(), e);
        }
    }

    private static RuntimeException released(DataFolder folder, RuntimeException failure) {
        try {
            folder.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
