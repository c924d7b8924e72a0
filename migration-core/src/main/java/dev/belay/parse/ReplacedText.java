package dev.belay.parse;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A script's text with its placeholders replaced, and the way back from its offsets to those of the file. Flyway's
 * {@code PlaceholderReplacingReader} is the model.
 */
final class ReplacedText {

    /** One replacement: where it stands in both texts, each up to but without its end. */
    private record Replacement(int start, int end, int originalStart, int originalEnd) {}

    private final List<Replacement> replacements = new ArrayList<>();
    private final String text;

    /**
     * Replaces all placeholders.
     *
     * @throws RefusalException naming the place when a placeholder has no value
     */
    ReplacedText(String scriptName, String original, LineIndex lines, Placeholders placeholders) {
        String prefix = placeholders.prefix();
        int open = prefix.isEmpty() ? -1 : original.indexOf(prefix);
        var result = new StringBuilder(open < 0 ? 0 : original.length());
        int copied = 0;
        while (open >= 0) {
            String place = scriptName + ":" + lines.position(open);
            int nameStart = open + prefix.length();
            int close = original.indexOf(placeholders.suffix(), nameStart);
            if (close < 0) {
                throw unclosed(place, placeholders);
            }
            String name = original.substring(nameStart, close);
            String value = placeholders.values().get(name.toLowerCase(Locale.ROOT));
            if (value == null) {
                throw unknown(place, name, placeholders);
            }
            result.append(original, copied, open);
            copied = close + placeholders.suffix().length();
            int start = result.length();
            result.append(value);
            replacements.add(new Replacement(start, result.length(), open, copied));
            open = original.indexOf(prefix, copied);
        }
        text = replacements.isEmpty()
                ? original
                : result.append(original, copied, original.length()).toString();
    }

    private static RefusalException unknown(String place, String name, Placeholders placeholders) {
        String written = placeholders.prefix() + name + placeholders.suffix();
        return new RefusalException(Problem.of(
                place + ": the placeholder " + written + " has no value",
                "give it one with -Ddb.placeholders." + name + "=<value> or flyway.placeholders." + name
                        + ", or correct its name in the script"));
    }

    private static RefusalException unclosed(String place, Placeholders placeholders) {
        return new RefusalException(
                Problem.of(
                        place + ": a placeholder begins here with " + placeholders.prefix() + " and is not closed",
                        "close it with " + placeholders.suffix()
                                + ", or switch placeholders off for the script (placeholderReplacement=false in its .conf file)"));
    }

    /** {@return the text that is split and run} */
    String text() {
        return text;
    }

    /** {@return whether it is the file's text, no placeholder being in it} */
    boolean unchanged() {
        return replacements.isEmpty();
    }

    /** {@return where in the file the text begins that is at {@code offset}; the whole placeholder for part of it} */
    int originalStart(int offset) {
        int last = lastAtOrBefore(offset);
        if (last < 0) {
            return offset;
        }
        Replacement before = replacements.get(last);
        return offset < before.end() ? before.originalStart() : before.originalEnd() + offset - before.end();
    }

    /** {@return where in the file the text ends that ends before {@code offset}} */
    int originalEnd(int offset) {
        int last = lastAtOrBefore(offset - 1);
        if (last < 0) {
            return offset;
        }
        Replacement before = replacements.get(last);
        return offset <= before.end() ? before.originalEnd() : before.originalEnd() + offset - before.end();
    }

    /** {@return the last replacement that starts at or before an offset, or -1} */
    private int lastAtOrBefore(int offset) {
        int low = 0;
        int high = replacements.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (replacements.get(middle).start() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
