package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the short commands: initdb, kill, id. */
final class Commands {

    /** What a command said (both streams) and how it ended. */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

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
        return run(directory, command, Map.of());
    }

    /** As {@link #run(Path, List)}, with variables in the command's environment, where secrets are safe from {@code ps}. */
    static Result run(Path directory, List<String> command, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = builder(directory, command);
        builder.environment().putAll(variables);
        Process process = builder.start();
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
        Result result = run(directory, command);
        if (!result.succeeded()) {
            throw new EnvironmentException(
                    Problem.of(name(command) + " failed with exit code " + result.exit() + ".", next)
                            .withDetails(result.output().lines().toList()));
        }
        return result.output();
    }

    private static String name(List<String> command) {
        return new File(command.get(0)).getName();
    }
}
