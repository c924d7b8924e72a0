package dev.belay.postgres;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a change of a column's type keeps every value that the column may hold. */
public final class TypeWidening {

    private static final Pattern TYPE = Pattern.compile("(.+?)(?:\\((\\d+)(?:,\\s*(-?\\d+))?\\))?((?:\\[])*)");

    private static final List<String> WHOLE = List.of("smallint", "integer", "bigint");
    private static final List<String> LETTERS = List.of("character", "character varying", "text", "citext");
    private static final String TIMESTAMP = "timestamp";

    private TypeWidening() {}

    /**
     * A type as {@code format_type} writes it.
     *
     * @param length 0 for none
     * @param scale 0 for none
     */
    private record Type(String name, int length, int scale, String array) {

        static Type of(String written) {
            String text = written.strip().toLowerCase(Locale.ROOT);
            String zone = "";
            if (text.startsWith(TIMESTAMP) || text.startsWith("time")) {
                // the precision stands in the middle: timestamp(3) without time zone
                Matcher precise = Pattern.compile("\\(\\d\\)").matcher(text);
                zone = precise.find() ? precise.group() : "";
                text = text.replace(zone, "") + zone;
            }
            Matcher type = TYPE.matcher(text);
            if (!type.matches()) {
                return new Type(text, 0, 0, "");
            }
            return new Type(
                    type.group(1).replace("public.", ""),
                    type.group(2) == null ? 0 : Integer.parseInt(type.group(2)),
                    type.group(3) == null ? 0 : Integer.parseInt(type.group(3)),
                    type.group(4));
        }

        boolean holdsLengthOf(Type other) {
            return length == 0 || other.length > 0 && length >= other.length;
        }
    }

    /** {@return whether every value of one type is one of the other} What is not known to be is not. */
    public static boolean keeps(String from, String to) {
        Type before = Type.of(from);
        Type after = Type.of(to);
        if (!before.array().equals(after.array())) {
            return false;
        }
        if (LETTERS.contains(before.name()) && LETTERS.contains(after.name())) {
            // character(n) is padded, and loses that as another type
            return after.holdsLengthOf(before)
                    && (!after.name().equals("character") || before.name().equals("character"));
        }
        if (WHOLE.contains(before.name())) {
            return WHOLE.indexOf(after.name()) >= WHOLE.indexOf(before.name())
                    || after.name().equals("numeric") && after.length() == 0
                    || after.name().equals("text");
        }
        if (before.name().equals("numeric") && after.name().equals("numeric")) {
            return after.length() == 0
                    || before.length() > 0
                            && after.scale() >= before.scale()
                            && after.length() - after.scale() >= before.length() - before.scale();
        }
        return sameFamily(before, after);
    }

    private static boolean sameFamily(Type before, Type after) {
        if (before.name().equals(after.name())) {
            return after.holdsLengthOf(before) || before.name().startsWith("time") && after.length() == 6;
        }
        return after.name().equals("text") && after.length() == 0
                || before.name().equals("real") && after.name().equals("double precision")
                || before.name().equals("date") && after.name().startsWith(TIMESTAMP);
    }
}
