package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Scratch databases in a container of its own, for extensions that no embedded server has. It is made from an image
 * that understands what the official {@code postgres} one does ({@code POSTGRES_PASSWORD}, port 5432), such as
 * {@code postgis/postgis:16-3.4}; gone when it is closed, and when the JVM ends in any way.
 *
 * <p>What {@link UrlScratch} says of names holds here too. From 16 on scripts may create roles, which then are there for
 * all databases of the container.
 */
public final class ContainerScratch implements ScratchServer {

    private static final int PASSWORD_BYTES = 24;
    private static final String SHARED_MEMORY = "256m";

    private final ContainerWatchdog watchdog;
    private final UrlScratch server;

    private ContainerScratch(ContainerWatchdog watchdog, UrlScratch server) {
        this.watchdog = watchdog;
        this.server = server;
    }

    /** {@return whether a text could be an image's name} */
    public static boolean isImage(String text) {
        return ContainerImage.isName(text);
    }

    /**
     * Starts a container and waits until its server accepts connections.
     *
     * @param image with its tag
     * @param progress hears when the image has to be fetched first, which can take minutes
     * @throws RefusalException when it is no image's name
     * @throws EnvironmentException when no engine answers, there is no such image, or its server does not start (with the
     *     end of its log)
     */
    public static ContainerScratch start(String image, Progress progress) {
        if (!isImage(image)) {
            // not repeated: it may be a URL that went wrong, with a password in it
            throw new RefusalException(Problem.of(
                    "db.scratch is neither the URL of a server nor the name of a container image",
                    "Name an image, such as postgres:17 or postgis/postgis:16-3.4, or write"
                            + " postgresql://user@host:port/database."));
        }
        ContainerClient client = ContainerClient.find();
        Containers containers = Containers.here(client);
        Instant now = Instant.now();
        containers.sweep(now);
        fetch(client, image, progress);
        RunId run = RunId.random();
        String name = "belay-scratch-" + run;
        try {
            ContainerWatchdog watchdog = ContainerWatchdog.start(client, name, Platform.current());
            try {
                Secret password = password();
                run(client, image, name, containers.labels(run.value(), now), password);
                return new ContainerScratch(watchdog, server(client, image, name, password, progress));
            } catch (RuntimeException e) {
                watchdog.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of("/bin/sh cannot be run: " + e.getMessage(), "check this machine."), e);
        }
    }

    @Override
    public int major() {
        return server.major();
    }

    @Override
    public CopyHost host() {
        return server.host();
    }

    @Override
    public ScratchDatabase open(ScratchContent content) {
        return server.open(content);
    }

    /** Removes the container. May be called again. */
    @Override
    public void close() {
        watchdog.close();
    }

    private static void fetch(ContainerClient client, String image, Progress progress) {
        List<String> trouble = new ContainerImage(client, image).fetch("the scratch server", progress);
        if (!trouble.isEmpty()) {
            throw new EnvironmentException(Problem.of(
                            "The image " + image + " cannot be fetched.",
                            "check its name in db.scratch, the network and the login to its registry ("
                                    + client.program() + " login).")
                    .withDetails(trouble));
        }
    }

    private static void run(ContainerClient client, String image, String name, List<String> labels, Secret password) {
        List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--name", name));
        for (String label : labels) {
            arguments.addAll(List.of("--label", label));
        }
        // the password's value is in the client's environment, and not among the arguments that others can see
        arguments.addAll(List.of("--env", "POSTGRES_PASSWORD", "--env", "POSTGRES_INITDB_ARGS=--no-sync"));
        arguments.addAll(List.of("--shm-size", SHARED_MEMORY));
        arguments.addAll(List.of("--publish", ContainerAddress.published(System.getenv())));
        arguments.add(image);
        ContainerAnswer result = client.make(arguments, Map.of("POSTGRES_PASSWORD", password.reveal()));
        if (!result.succeeded()) {
            throw new EnvironmentException(Problem.of(
                            "No container can be started from the image " + image + ".",
                            "try it by hand: " + client.program() + " run --rm -e POSTGRES_PASSWORD=x " + image)
                    .withDetails(result.said()));
        }
    }

    private static UrlScratch server(
            ContainerClient client, String image, String name, Secret password, Progress progress) {
        ConnectionSettings settings = new ContainerReadiness(client, image, name).await(password);
        return UrlScratch.exclusive(settings, "in a container of " + image, progress);
    }

    private static Secret password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new Secret(HexFormat.of().formatHex(random));
    }
}
