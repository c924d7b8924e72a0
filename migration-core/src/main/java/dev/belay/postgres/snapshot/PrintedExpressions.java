package dev.belay.postgres.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Expressions as the server prints them (ruleutils.c), in one form for each. Of two kinds the server has two prints, one of
 * what somebody wrote, and one of what it has read from its own print, as a dump has it; both are brought to the latter:
 *
 * <ul>
 *   <li>an array whose elements were given another type afterwards, as {@code IN ('a', 'b')} does it with a varchar:
 *       {@code (ARRAY['a'::character varying])::text[]}. Read, the cast goes to the elements: {@code ARRAY[('a'::character
 *       varying)::text]} (transformTypeCast in parse_expr.c);
 *   <li>an AND that begins with another AND, as {@code a BETWEEN 1 AND 2 AND b} does, and the same of OR: {@code ((x AND y)
 *       AND z)}. Read, it is one: {@code (x AND y AND z)} (makeAndExpr in gram.y); {@code (x AND (y AND z))} stays.
 * </ul>
 *
 * Nothing else is touched: what is in quotes, other brackets, other casts.
 */
final class PrintedExpressions {

    private final String text;
    private final StringBuilder out;
    private final Deque<Group> groups = new ArrayDeque<>();
    private int at;

    private PrintedExpressions(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    /**
     * {@return a definition with its expressions in that form}
     *
     * @param definition as the server prints it, not prettily
     */
    static String asRestored(String definition) {
        return definition.contains(PrintedArray.BEGIN) || definition.contains("((")
                ? new PrintedExpressions(definition).read()
                : definition;
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
            out.setLength(group.open);
            out.append(PrintedArray.with(array, type));
            at = cast;
            return;
        }
        group.close = out.length();
        take(1);
        Group around = groups.peek();
        if (around != null && around.open == group.open - 1) {
            around.first = group;
        }
    }
}
