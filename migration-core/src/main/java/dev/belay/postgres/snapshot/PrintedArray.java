package dev.belay.postgres.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The constructor of an array, {@code ARRAY[1, 2]}, as the server prints it. */
final class PrintedArray {

    /** How one begins that is cast as a whole. */
    static final String BEGIN = "(ARRAY[";

    private static final String ARRAY = "ARRAY[";

    /** A cast to an array, as format_type prints types: names of two and more words are these. */
    private static final Pattern CAST = Pattern.compile("::(?:(?:\"[^\"]*\")+|[\\w.])+(?: varying| precision)?"
            + "(?: (?:year|month|day|hour|minute|second)(?: to (?:month|hour|minute|second))?)?"
            + "(?:\\([\\d,-]+\\))?(?: with(?:out)? time zone)?\\[\\]");

    private PrintedArray() {}

    /** {@return where a cast to an array ends that begins there; -1 where there is none} */
    static int castBehind(CharSequence text, int from) {
        Matcher cast = CAST.matcher(text).region(from, text.length());
        return cast.lookingAt() ? cast.end() : -1;
    }

    /** {@return whether what begins there, up to the end, is one such constructor} */
    static boolean isWhole(CharSequence text, int from) {
        int begin = from + ARRAY.length();
        return begin < text.length()
                && text.subSequence(from, begin).toString().equals(ARRAY)
                && text.charAt(begin) != ']'
                && end(text, begin, new ArrayList<>()) == text.length();
    }

    /** {@return the same array with each element cast; those of arrays in it, where it has more dimensions} */
    static String with(String array, String type) {
        List<String> elements = new ArrayList<>();
        end(array, ARRAY.length(), elements);
        return elements.stream()
                .map(element -> isWhole(element, 0) ? with(element, type) : "(" + element + ")::" + type)
                .collect(Collectors.joining(", ", ARRAY, "]"));
    }

    /** {@return behind the bracket that ends the elements that begin there, or -1} */
    private static int end(CharSequence text, int from, List<String> elements) {
        int depth = 0;
        int element = from;
        int at = from;
        while (at < text.length()) {
            int quoted = Quotes.end(text, at);
            if (quoted > at) {
                at = quoted;
                continue;
            }
            char c = text.charAt(at++);
            if (depth == 0 && (c == ',' || c == ']')) {
                elements.add(text.subSequence(element, at - 1).toString().strip());
                element = at;
                if (c == ']') {
                    return at;
                }
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            }
        }
        return -1;
    }
}
