package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Pause;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs the short commands: initdb, kill, id. */
final class Commands {

    /** What a command said (both streams) and how it ended. */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    private static final String BUSY = "Text file busy";
    private static final int BUSY_ATTEMPTS = 20;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(250);

    private Commands() {}

    /** {@return a process builder whose environment cannot mislead PostgreSQL's programs (PGDATA, PGPORT, ...)} */
    static ProcessBuilder builder(Path directory, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /**
     * Runs a command to its end.
     *
     * @throws IOException when it cannot be started at all
     * @throws EnvironmentException when this thread is interrupted meanwhile; the command is ended
     */
    static Result run(Path directory, List<String> command) throws IOException {
        Process process = builder(directory, command).start();
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            String said = new String(output.readAllBytes(), Charset.defaultCharset());
            return new Result(process.waitFor(), said.strip());
        } catch (InterruptedException e) {
            throw Trouble.interrupted("running " + name(command), e);
        } finally {
            process.destroy();
        }
    }

    /** {@return what the command said; throws when it fails} */
    static String demand(Path directory, List<String> command, String next) throws IOException {
        Result result = runFresh(directory, command);
        if (!result.succeeded()) {
            throw new EnvironmentException(
                    Problem.of(name(command) + " failed with exit code " + result.exit() + ".", next)
                            .withDetails(result.output().lines().toList()));
        }
        return result.output();
    }

    /**
     * Runs programs that this process may just have unpacked. Whatever another thread starts meanwhile inherits the files
     * that are open for writing until it is another program, and Linux runs none of them so long (ETXTBSY in execve(2)).
     */
    private static Result runFresh(Path directory, List<String> command) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Result result = run(directory, command);
                if (result.succeeded()
                        || attempt == BUSY_ATTEMPTS
                        || !result.output().contains(BUSY)) {
                    return result;
                }
            } catch (IOException e) {
                if (attempt == BUSY_ATTEMPTS || !String.valueOf(e.getMessage()).contains(BUSY)) {
                    throw e;
                }
            }
            Pause.of(BUSY_PAUSE);
        }
    }

    private static String name(List<String> command) {
        return new File(command.get(0)).getName();
    }
}
