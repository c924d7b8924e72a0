package dev.belay.postgres.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expressions as the server prints them (ruleutils.c), in one form for each. Of two kinds the server has two prints, one of
 * what somebody wrote, and one of what it has read from its own print, as a dump has it; both are brought to the latter:
 *
 * <ul>
 *   <li>an array whose elements were given another type afterwards, as {@code IN ('a', 'b')} does it with a varchar:
 *       {@code (ARRAY['a'::character varying])::text[]}. Read, the cast goes to the elements: {@code ARRAY[('a'::character
 *       varying)::text]} (transformTypeCast in parse_expr.c); where nothing shows whether the elements are arrays
 *       themselves, as in {@code (ARRAY[x, y])::text[]}, it stays, since {@code ARRAY[(x)::text, (y)::text]} and
 *       {@code ARRAY[(x)::text[], (y)::text[]]} are two expressions;
 *   <li>an AND that begins with another AND, as {@code a BETWEEN 1 AND 2 AND b} does, and the same of OR: {@code ((x AND y)
 *       AND z)}. Read, it is one: {@code (x AND y AND z)} (makeAndExpr in gram.y); {@code (x AND (y AND z))} stays.
 * </ul>
 *
 * Nothing else is touched: what is in quotes, other brackets, other casts.
 */
final class PrintedExpressions {

    /** Stands behind a type that may have {@code []} there: no text of PostgreSQL has this character. */
    private static final String UNDECIDED = "\0";

    private final String text;
    private final String undecided;
    private final StringBuilder out;
    private final Deque<Group> groups = new ArrayDeque<>();
    private int at;

    private PrintedExpressions(String text, String undecided) {
        this.text = text;
        this.undecided = undecided;
        this.out = new StringBuilder(text.length());
    }

    /**
     * {@return a definition with its expressions in that form}
     *
     * @param definition as the server prints it, not prettily
     */
    static String asRestored(String definition) {
        return definition.contains(PrintedArray.BEGIN) || definition.contains("((")
                ? new PrintedExpressions(definition, null).read()
                : definition;
    }

    /**
     * {@return whether the server may print the one so once it has read its own print, and nothing shows whether it does:
     * the one has an array of which the print does not tell whether its elements are arrays}
     *
     * @param definition in the form of {@link #asRestored}
     * @param later in that form
     */
    static boolean mayBecome(String definition, String later) {
        String restored = new PrintedExpressions(definition, UNDECIDED).read();
        return restored.contains(UNDECIDED)
                && Stream.of(restored.split(UNDECIDED, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining("(?:\\[\\])?"), form -> Pattern.matches(form, later)));
    }

    /** What is in a pair of round brackets. */
    private static final class Group {

        /** The place of its bracket in what was read. */
        private final int open;

        /** What its operands are joined by: AND, OR; empty for neither, and where there are both. */
        private String joint;

        /** The group that it begins with; null for none. */
        private Group first;

        /** The place of its closing bracket. */
        private int close;

        private Group(int open) {
            this.open = open;
        }

        private String joint() {
            return joint == null ? "" : joint;
        }
    }

    private String read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            int quoted = Quotes.end(text, at);
            if (quoted > at) {
                out.append(text, at, quoted);
                at = quoted;
            } else if (c == '(') {
                groups.push(new Group(out.length()));
                take(1);
            } else if (c == ')') {
                if (groups.isEmpty()) {
                    return text; // nothing that the server prints
                }
                close();
            } else if (!groups.isEmpty() && (isWord("AND") || isWord("OR"))) {
                join(c == 'A' ? "AND" : "OR");
            } else {
                take(1);
            }
        }
        return groups.isEmpty() ? out.toString() : text;
    }

    private void take(int characters) {
        out.append(text, at, at + characters);
        at += characters;
    }

    /** The server writes its own words in capitals, and quotes names that have one. */
    private boolean isWord(String word) {
        int end = at + word.length();
        return text.startsWith(word, at)
                && text.charAt(at - 1) == ' '
                && end < text.length()
                && text.charAt(end) == ' ';
    }

    private void join(String word) {
        Group group = groups.peek();
        if (group.joint == null) {
            group.joint = word;
            Group first = group.first;
            if (first != null && first.joint().equals(word) && first.close == out.length() - 2) {
                out.deleteCharAt(first.close).deleteCharAt(first.open);
            }
        } else if (!group.joint.equals(word)) {
            group.joint = "";
        }
        take(word.length());
    }

    private void close() {
        Group group = groups.pop();
        int cast = PrintedArray.castBehind(text, at + 1);
        if (cast > 0 && PrintedArray.isWhole(out, group.open + 1)) {
            String array = out.substring(group.open + 1);
            String type = text.substring(at + 1 + "::".length(), cast - "[]".length());
            String restored = PrintedArray.with(array, type, undecided);
            if (restored != null) {
                out.setLength(group.open);
                out.append(restored);
                at = cast;
                return;
            }
        }
        group.close = out.length();
        take(1);
        Group around = groups.peek();
        if (around != null && around.open == group.open - 1) {
            around.first = group;
        }
    }
}
