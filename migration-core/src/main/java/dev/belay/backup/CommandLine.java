package dev.belay.backup;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command as a user writes it, without a shell: blanks separate, single and double quotes keep together. */
final class CommandLine {

    private CommandLine() {}

    /**
     * {@return the arguments}
     *
     * @throws RefusalException when there is none, or a quote is not closed
     */
    static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder current = null;
        char quote = 0;
        for (char each : line.toCharArray()) {
            boolean blank = Character.isWhitespace(each);
            if (quote == 0 && blank) {
                if (current != null) {
                    arguments.add(current.toString());
                }
                current = null;
                continue;
            }
            current = current == null ? new StringBuilder() : current;
            if (each == quote) {
                quote = 0;
            } else if (quote == 0 && (each == '"' || each == '\'')) {
                quote = each;
            } else {
                current.append(each);
            }
        }
        if (current != null) {
            arguments.add(current.toString());
        }
        if (quote != 0 || arguments.isEmpty()) {
            throw new RefusalException(Problem.of(
                    quote != 0 ? "A quote in the backup's command is not closed." : "The backup's command is empty.",
                    "correct the command."));
        }
        return arguments;
    }

    /** {@return the argument with each {@code {name}} replaced by its value, once: values are not looked into} */
    static String fill(String argument, Map<String, String> values) {
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
