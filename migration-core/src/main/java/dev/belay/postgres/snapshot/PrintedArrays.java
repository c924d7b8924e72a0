package dev.belay.postgres.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Arrays of varchar that are compared as text, as {@code status IN ('a', 'b')} makes them of a varchar column. The server
 * prints such an expression as {@code (ARRAY['a'::character varying])::text[]}; read from that print, as a dump has it, the
 * same expression is printed as {@code ARRAY[('a'::character varying)::text]} (get_rule_expr in ruleutils.c). A database
 * that was once restored from a dump would differ from its own scripts.
 */
final class PrintedArrays {

    private static final String BEGIN = "(ARRAY[";
    private static final String END = ")::text[]";
    private static final Pattern VARCHAR = Pattern.compile(".*::character varying(\\(\\d+\\))?", Pattern.DOTALL);

    private PrintedArrays() {}

    /** {@return the same text, with such arrays as they are printed behind a dump} */
    static String asRestored(String definition) {
        int begin = definition.indexOf(BEGIN);
        if (begin < 0) {
            return definition;
        }
        var text = new StringBuilder();
        int copied = 0;
        for (; begin >= 0; begin = definition.indexOf(BEGIN, begin + 1)) {
            Optional<Elements> array = elements(definition, begin + BEGIN.length());
            if (array.isPresent()) {
                text.append(definition, copied, begin).append("ARRAY[");
                text.append(String.join(
                        ", ",
                        array.get().texts().stream()
                                .map(element -> "(" + element + ")::text")
                                .toList()));
                text.append(']');
                copied = array.get().end();
            }
        }
        return text.append(definition, copied, definition.length()).toString();
    }

    /**
     * The elements of an array.
     *
     * @param end behind the cast of the array
     */
    private record Elements(List<String> texts, int end) {}

    private static Optional<Elements> elements(String text, int start) {
        var elements = new ArrayList<String>();
        int depth = 0;
        int element = start;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (quoted) {
                continue;
            } else if (depth == 0 && (c == ',' || c == ']')) {
                elements.add(text.substring(element, i).strip());
                element = i + 1;
                if (c == ']') {
                    boolean same = text.startsWith(END, i + 1)
                            && elements.stream()
                                    .allMatch(each -> VARCHAR.matcher(each).matches());
                    return same ? Optional.of(new Elements(elements, i + 1 + END.length())) : Optional.empty();
                }
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            }
        }
        return Optional.empty();
    }
}
