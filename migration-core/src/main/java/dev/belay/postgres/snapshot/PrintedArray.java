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

    /** A type, as format_type prints it: names of two and more words are these. */
    private static final String TYPE = "(?:(?:\"[^\"]*\")+|[\\w.])+(?: varying| precision)?"
            + "(?: (?:year|month|day|hour|minute|second)(?: to (?:month|hour|minute|second))?)?"
            + "(?:\\([\\d,-]+\\))?(?: with(?:out)? time zone)?";

    private static final Pattern CAST = Pattern.compile("::" + TYPE + "\\[\\]");

    /** A type of the system, which has no schema before it: a type with one may be a domain over an array. */
    private static final Pattern SCALAR = Pattern.compile("(?![^(]*\\.)" + TYPE);

    /** What is printed without its type, and is no array: numbers, and what the server writes in capitals. */
    private static final Pattern PLAIN = Pattern.compile(
            "\\d[\\d.]*|true|false|(?:CURRENT_[A-Z]+|LOCALTIME|LOCALTIMESTAMP|SESSION_USER|USER)(?:\\(\\d\\))?");

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

    /**
     * {@return the same array with each element cast; null where the print does not show to what} The server casts an
     * element to the type of the elements, or to that of the array where the elements are arrays; of a name or a call
     * nothing shows which it is, unless one beside it does (transformArrayExpr in parse_expr.c: all are of one type).
     *
     * @param undecided what stands behind the type where that is not to be seen; null for none
     */
    static String with(String array, String type, String undecided) {
        List<String> elements = new ArrayList<>();
        end(array, ARRAY.length(), elements);
        String behind = behind(elements, undecided);
        if (behind == null) {
            return null;
        }
        List<String> cast = new ArrayList<>();
        for (String element : elements) {
            String each = isWhole(element, 0) ? with(element, type, undecided) : "(" + element + ")::" + type + behind;
            if (each == null) {
                return null;
            }
            cast.add(each);
        }
        return cast.stream().collect(Collectors.joining(", ", ARRAY, "]"));
    }

    /** {@return what the type of each element has behind that of the innermost ones} */
    private static String behind(List<String> elements, String undecided) {
        for (String element : elements) {
            int cast = lastCast(element);
            if (isWhole(element, 0) || cast >= 0 && castBehind(element, cast) == element.length()) {
                return "[]";
            }
            if (PLAIN.matcher(element).matches()
                    || cast >= 0
                            && SCALAR.matcher(element.substring(cast + "::".length()))
                                    .matches()) {
                return "";
            }
        }
        return undecided;
    }

    /** {@return where the last cast begins that is in no brackets; -1 where there is none} */
    private static int lastCast(String element) {
        int last = -1;
        int depth = 0;
        int at = 0;
        while (at < element.length()) {
            int quoted = Quotes.end(element, at);
            char c = element.charAt(at);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (depth == 0 && quoted == at && element.startsWith("::", at)) {
                last = at++;
            }
            at = Math.max(at + 1, quoted);
        }
        return last;
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
