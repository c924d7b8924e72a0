package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * {@return how the command ended}
     *
     * @throws RefusalException when a quote in it is not closed
     * @throws EnvironmentException when it cannot be started
     */
    public static Ended run(Path folder, String line) {
        List<String> arguments = split(line);
        try {
            Commands.Result result = Commands.run(folder, arguments, Map.of());
            List<String> lines = result.output().lines().toList();
            return new Ended(result.exit(), lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(arguments.get(0) + " cannot be run: " + e.getMessage(), "check the command."), e);
        }
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
