package dev.belay.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What the client of a container engine answers. Its warnings are apart, and no part of the answer: podman-docker's says at
 * each call that it is not Docker's, and a rootless one what it thinks of this machine's cgroups.
 *
 * @param exit the client's exit code; -1 when there was no answer, which {@code errors} says then
 * @param output what was asked for
 * @param errors what else the client says
 */
record ContainerAnswer(int exit, String output, String errors) {

    /** No exit code of a client. */
    private static final int NONE = -1;

    /** For what a client that has ended has said. */
    private static final Duration REST = Duration.ofSeconds(30);

    /** {@return whether there was one before patience was lost} */
    boolean came() {
        return exit != NONE;
    }

    boolean succeeded() {
        return exit == 0;
    }

    /** {@return all that was said, for people} */
    List<String> said() {
        return Stream.of(output, errors).flatMap(String::lines).toList();
    }

    /**
     * Runs a command of a client to its end, and no longer than that: an engine that accepts connections and says nothing
     * keeps its client for ever. The command is killed then.
     *
     * @param variables in the command's environment, where secrets are safe from {@code ps}
     * @param patience how long it may take
     * @throws IOException when it cannot be started at all
     * @throws dev.belay.outcome.EnvironmentException when this thread is interrupted meanwhile; the command is ended
     */
    static ContainerAnswer to(Path directory, List<String> command, Map<String, String> variables, Duration patience)
            throws IOException {
        ProcessBuilder builder = Commands.builder(directory, command).redirectErrorStream(false);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            FutureTask<String> output = read(process.getInputStream());
            FutureTask<String> errors = read(process.getErrorStream());
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new ContainerAnswer(process.exitValue(), rest(output), rest(errors));
        } catch (TimeoutException e) {
            return new ContainerAnswer(NONE, "", "no answer within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            throw Trouble.interrupted("running " + command.get(0), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String rest(FutureTask<String> words)
            throws InterruptedException, ExecutionException, TimeoutException {
        return words.get(REST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Each in a thread of its own: a client stands still when nobody takes what it says. */
    private static FutureTask<String> read(InputStream words) {
        var reading = new FutureTask<>(() -> {
            try (words) {
                return new String(words.readAllBytes(), Charset.defaultCharset()).strip();
            }
        });
        var thread = new Thread(reading, "belay-engine");
        thread.setDaemon(true);
        thread.start();
        return reading;
    }
}
