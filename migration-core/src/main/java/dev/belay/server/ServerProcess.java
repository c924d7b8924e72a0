package dev.belay.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server process.
 *
 * <p>On Unix it is a small shell script ({@code watchdog.sh}) with the server as its child. The script reads a pipe
 * whose other end this JVM holds, so that the server is stopped and a throwaway folder removed however the JVM ends,
 * {@code kill -9} included. On Windows there is no such shell: the server is a plain child that ends with
 * {@link #stop}, and one that a killed JVM left is ended by the next start. The way on Windows has not been tried, and
 * PostgreSQL refuses to be started so by an administrator there.
 */
final class ServerProcess {

    private static final String WATCHDOG = "watchdog.sh";
    private static final String NUMBERED = "echo $$ >&4; exec \"$@\" 4>&-";
    private static final long PATIENCE_SECONDS = 45;

    private final Process process;
    private final DataFolder folder;
    private final Platform platform;

    private ServerProcess(Process process, DataFolder folder, Platform platform) {
        this.process = process;
        this.folder = folder;
        this.platform = platform;
    }

    /** Starts the server; it does not accept connections yet. Its log is begun anew. */
    static ServerProcess start(Binaries binaries, DataFolder folder, ServerUser user, List<String> settings)
            throws IOException {
        List<String> postgres = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", folder.data().toString()));
        for (String setting : settings) {
            postgres.add("-c");
            postgres.add(setting);
        }
        List<String> command = binaries.platform().isWindows() ? postgres : watched(folder, user, postgres);
        Process process = Commands.builder(binaries.root(), command)
                .redirectOutput(folder.log().toFile())
                .start();
        return new ServerProcess(process, folder, binaries.platform());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops the server and waits for its end: a kept one by a fast shutdown, a throwaway one by an immediate one.
     *
     * @throws dev.belay.outcome.EnvironmentException when it does not end
     */
    void stop() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // the watchdog has ended and cannot be told; what it left is looked for below
            process.destroy();
        }
        try {
            if (platform.isWindows() || !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw Trouble.interrupted("stopping PostgreSQL", e);
        }
        Postmaster.stopLeftover(folder.data(), platform);
    }

    /**
     * Stops the server alone: the folder stays for another start, a throwaway one too.
     *
     * @throws dev.belay.outcome.EnvironmentException when it does not end
     */
    void stopForAnotherStart() throws IOException {
        Postmaster.stopLeftover(folder.data(), platform);
        try {
            // the watchdog has nothing to watch any more and ends by itself; told to, it would remove the folder
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw Trouble.interrupted("stopping PostgreSQL", e);
        }
        stop();
    }

    private static List<String> watched(DataFolder folder, ServerUser user, List<String> postgres) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                script(),
                "belay-watchdog",
                folder.throwaway() ? "QUIT" : "INT",
                folder.leftover().map(Path::toString).orElse(""),
                folder.folder().resolve("server.pid").toString()));
        // only the server itself runs as another user: the watchdog removes what is not that user's
        List<String> numbered = new ArrayList<>(List.of("/bin/sh", "-c", NUMBERED, "sh"));
        numbered.addAll(postgres);
        command.addAll(user.command(numbered));
        return command;
    }

    private static String script() throws IOException {
        try (var resource = ServerProcess.class.getResourceAsStream(WATCHDOG)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
