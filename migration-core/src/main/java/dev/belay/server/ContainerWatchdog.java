package dev.belay.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes a container when this JVM ends, however it ends: a shell that reads a pipe whose other end the JVM holds. On
 * Windows there is none, and the container of a killed build is removed by the next one an hour later.
 */
final class ContainerWatchdog implements AutoCloseable {

    /** A Ctrl-C goes to all processes of the terminal; this one has to stay until the container is gone. */
    private static final String SCRIPT = "trap '' HUP INT TERM; while read -r line; do :; done; exec \"$@\"";

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
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "belay-watchdog"));
        command.addAll(client.command(removal(name)));
        Process shell = Commands.builder(Path.of("/"), command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ContainerWatchdog(client, name, Optional.of(shell));
    }

    /** Removes the container, and returns when it is gone. */
    @Override
    public void close() {
        if (shell.isPresent()) {
            try {
                shell.get().getOutputStream().close();
                shell.get().waitFor();
                return;
            } catch (IOException e) {
                shell.get().destroy();
            } catch (InterruptedException e) {
                throw Trouble.interrupted("removing the container " + name, e);
            }
        }
        client.run(removal(name), Map.of());
    }

    private static List<String> removal(String name) {
        return List.of("rm", "--force", "--volumes", name);
    }
}
