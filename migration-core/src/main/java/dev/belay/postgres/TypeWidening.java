package dev.belay.postgres;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether another type of a column holds every value that the former one does. What is not known to do so does not.
 * Numbers and texts are as the manual's chapter on data types has them.
 */
final class TypeWidening {

    private static final Pattern TYPE = Pattern.compile("(.*?)(?:\\((\\d+)(?:,(-?\\d+))?\\))?");

    private static final List<String> WHOLE = List.of("smallint", "integer", "bigint", "numeric");

    private TypeWidening() {}

    /** {@return whether none is cut or refused; both as {@code format_type} writes them} */
    static boolean keeps(String before, String after) {
        if (before.equals(after)) {
            return true;
        }
        if (after.equals("text") || after.equals("character varying")) {
            return true;
        }
        int whole = WHOLE.indexOf(before);
        if (whole >= 0 && WHOLE.indexOf(after) > whole) {
            return true;
        }
        return before.equals("real") && after.equals("double precision") || isLonger(before, after);
    }

    private static boolean isLonger(String before, String after) {
        Matcher was = TYPE.matcher(before);
        Matcher is = TYPE.matcher(after);
        boolean same = was.matches() && is.matches() && was.group(1).equals(is.group(1));
        if (!same || was.group(2) == null) {
            return false;
        }
        String type = was.group(1);
        if (is.group(2) == null) {
            return type.equals("numeric");
        }
        int scales = number(is.group(3)) - number(was.group(3));
        int digits = number(is.group(2)) - number(was.group(2));
        return List.of("character varying", "character", "numeric").contains(type) && scales >= 0 && digits >= scales;
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
