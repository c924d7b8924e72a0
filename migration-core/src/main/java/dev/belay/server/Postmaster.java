package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What {@code postmaster.pid} in a data directory says: line 1 the process, 4 the port, 8 the state (PostgreSQL's
 * {@code src/include/utils/pidfile.h}). The file outlives a server that was killed.
 *
 * @param pid the server's first process
 * @param port 0 while the file does not say it yet
 * @param ready whether it accepts connections
 */
record Postmaster(long pid, int port, boolean ready) {

    private static final String FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;
    private static final long PATIENCE_SECONDS = 20;

    /** {@return what the file says, or empty when there is none or it is being written} */
    static Optional<Postmaster> read(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE));
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    lines.size() > PORT_LINE
                            ? Integer.parseInt(lines.get(PORT_LINE).strip())
                            : 0,
                    lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready")));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * Stops the server that runs on a data directory, if one does; for whoever holds the lock on it, so that nobody
     * starts another meanwhile.
     *
     * @throws EnvironmentException when it does not end
     */
    static void stopLeftover(Path data, Platform platform) throws IOException {
        Optional<Postmaster> file = read(data);
        if (file.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(file.get().pid()).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return;
        }
        if (isServerOf(process.get(), data)) {
            stop(process.get(), platform.isWindows());
        } else {
            // the number has gone to another process, which would keep PostgreSQL from starting
            Files.deleteIfExists(data.resolve(FILE));
        }
    }

    /** A process of which neither can be seen is a dead one that nobody waited for, or another user's: no server of ours. */
    private static boolean isServerOf(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
                .or(() -> info.command()
                        .map(command ->
                                Path.of(command).getFileName().toString().startsWith("postgres")))
                .orElse(false);
    }

    /** Fast shutdown first (SIGINT), immediate then (SIGQUIT), and then the end of patience. Windows has only the end. */
    private static void stop(ProcessHandle process, boolean windows) throws IOException {
        for (String signal : windows ? List.of("-KILL") : List.of("-INT", "-QUIT", "-KILL")) {
            if (windows) {
                process.destroyForcibly();
            } else {
                Commands.run(Path.of("/"), List.of("kill", signal, String.valueOf(process.pid())));
            }
            try {
                process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                throw Trouble.interrupted("stopping PostgreSQL, process " + process.pid(), e);
            }
        }
        throw new EnvironmentException(Problem.of(
                "PostgreSQL, process " + process.pid() + ", does not end.", "end it, and run the build again."));
    }
}
