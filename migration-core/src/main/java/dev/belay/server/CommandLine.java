package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Runs a command that a user has written as one line. No shell reads it. */
public final class CommandLine {

    private static final int SHOWN = 10;

    private CommandLine() {}

    /**
     * How it ended.
     *
     * @param exit its exit code
     * @param lastLines what it said last
     */
    public record Ended(int exit, List<String> lastLines) {}

    /**
     * {@return how the command ended} It has the environment of this process. What it leaves running in the background is
     * not waited for.
     *
     * @param limit after which it is ended
     * @throws RefusalException when a quote in it is not closed
     * @throws EnvironmentException when it cannot be started, or does not end in time
     */
    public static Ended run(Path folder, String line, Duration limit) {
        List<String> arguments = split(line);
        String program = arguments.get(0);
        try {
            Path said = Files.createTempFile("belay", ".out");
            try {
                ProcessBuilder command = new ProcessBuilder(arguments)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
                Process process = command.start();
                process.getOutputStream().close();
                return new Ended(await(process, program, limit), last(said, Veil.over(command.environment())));
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(program + " cannot be run: " + e.getMessage(), "check the command."), e);
        }
    }

    private static int await(Process process, String program, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new EnvironmentException(Problem.of(
                    program + " did not end within " + limit.toMinutes() + " min, and was stopped.",
                    "run it by hand, and see what it waits for."));
        } catch (InterruptedException e) {
            throw Trouble.interrupted("running " + program, e);
        } finally {
            process.descendants().filter(child -> process.isAlive()).forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static List<String> last(Path said, UnaryOperator<String> veil) throws IOException {
        List<String> lines = new String(Files.readAllBytes(said), Charset.defaultCharset())
                .strip()
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()).stream()
                .map(veil)
                .toList();
    }

    /** {@return the arguments: separated by blanks, single and double quotes keep blanks} */
    public static List<String> split(String line) {
        var arguments = new ArrayList<String>();
        var argument = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    argument.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    arguments.add(argument.toString());
                }
                argument.setLength(0);
                begun = false;
            } else {
                argument.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new RefusalException(Problem.of("a quote in the command is not closed.", "close it."));
        }
        if (begun) {
            arguments.add(argument.toString());
        }
        if (arguments.isEmpty()) {
            throw new RefusalException(Problem.of("the command is empty.", "write one, or leave the parameter out."));
        }
        return arguments;
    }

    /** {@return the argument with each {@code {name}} replaced by its value, once: values are not looked into} */
    public static String fill(String argument, Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        while (from < argument.length()) {
            int open = argument.indexOf('{', from);
            int close = open < 0 ? -1 : argument.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String value = values.get(argument.substring(open + 1, close));
            filled.append(argument, from, open);
            filled.append(value == null ? "{" : value);
            from = value == null ? open + 1 : close + 1;
        }
        return filled.append(argument.substring(from)).toString();
    }
}
