package dev.belay.parse;

import java.util.List;

/**
 * Whether an INSERT leaves out rows that are there already: with {@code ON CONFLICT}, or since it reads the table that it
 * inserts into. The rows with its keys may then be somebody else's.
 */
public final class PassedOver {

    private PassedOver() {}

    /**
     * {@return whether it may do so}
     *
     * @param insert a statement
     * @param table that it inserts into, as SQL needs it
     */
    public static boolean mayBe(String insert, String table) {
        List<Token> tokens = Lexer.tokens(insert, Integer.MAX_VALUE);
        List<Token> name = Lexer.tokens(table, Integer.MAX_VALUE);
        String unqualified = Names.value(name.get(name.size() - 1));
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("conflict") && tokens.get(i - 1).is("on")
                    || token.isName() && Names.value(token).equals(unqualified) && isRead(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRead(List<Token> tokens, int name) {
        int first = name;
        while (first >= 2 && tokens.get(first - 1).is('.')) {
            first -= 2;
        }
        return first > 0 && tokens.get(first - 1).isAny("from", "join", "only", "table");
    }
}
