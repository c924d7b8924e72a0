package dev.belay.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Removes a container when this JVM ends, however it ends: a shell that reads a pipe whose other end the JVM holds. On
 * Windows there is none, and the container of a killed build is removed by the next one an hour later.
 */
final class ContainerWatchdog implements AutoCloseable {

    /**
     * A Ctrl-C goes to all processes of the terminal; this one has to stay until the container is gone. A JVM that was
     * killed has not said that it is the end: then the client that it had started may be about to make the container. One
     * that is removed while it is being started may be there still (seen with Podman 4.3), and goes the next time.
     */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            said=
            while read -r line; do said=$line; done
            "$1" rm --force --volumes "$2"
            [ "$said" = end ] || sleep 3
            for attempt in 1 2 3; do
                "$1" container inspect "$2" || exit 0
                "$1" rm --force --volumes "$2" || sleep 1
            done
            """;

    /** One for the removal, one for the question whether it has worked. */
    private static final int PATIENCES = 2;

    private final ContainerClient client;
    private final String name;
    private final Optional<Process> shell;

    private ContainerWatchdog(ContainerClient client, String name, Optional<Process> shell) {
        this.client = client;
        this.name = name;
        this.shell = shell;
    }

    /** Begins to watch, before there is a container of that name. */
    static ContainerWatchdog start(ContainerClient client, String name, Platform platform) throws IOException {
        if (platform.isWindows()) {
            return new ContainerWatchdog(client, name, Optional.empty());
        }
        List<String> command = List.of("/bin/sh", "-c", SCRIPT, "belay-watchdog", client.program(), name);
        Process shell = Commands.builder(Path.of("/"), command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ContainerWatchdog(client, name, Optional.of(shell));
    }

    /** Removes the container, and returns when it is gone; or when the engine has not answered for too long. */
    @Override
    public void close() {
        if (shell.isPresent()) {
            try {
                try (OutputStream input = shell.get().getOutputStream()) {
                    input.write("end\n".getBytes(StandardCharsets.US_ASCII));
                }
                // an engine that does not answer loses it as soon as it does again: the shell stays for that
                shell.get().waitFor(PATIENCES * client.patience().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (IOException e) {
                shell.get().destroy();
            } catch (InterruptedException e) {
                throw Trouble.interrupted("removing the container " + name, e);
            }
        }
        client.run("rm", "--force", "--volumes", name);
    }
}
