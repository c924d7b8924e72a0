package dev.belay.parse;

import java.util.List;

/**
 * Makes PL/pgSQL readable for a grammar that knows {@code INTO [STRICT] variables} only in one place of a SELECT;
 * PL/pgSQL takes it at the end of a query and behind RETURNING, EXECUTE and FETCH, too.
 */
final class IntoClauses {

    private final List<Token> tokens;
    private final StringBuilder blanked;

    private IntoClauses(String code) {
        this.tokens = Lexer.tokens(code, Integer.MAX_VALUE);
        this.blanked = new StringBuilder(code);
    }

    /** {@return the code with these clauses blanked, so that plain SQL is left; all offsets stay} */
    static String blanked(String code) {
        var clauses = new IntoClauses(code);
        for (int i = 1; i < clauses.tokens.size(); i++) {
            boolean table = clauses.tokens.get(i - 1).isAny("insert", "merge");
            if (clauses.at(i).is("into") && !table) {
                clauses.blank(i, clauses.behindVariables(i + 1));
            }
        }
        return clauses.blanked.toString();
    }

    /** {@return the token behind {@code [STRICT] a, b.c, d[1]}} */
    private int behindVariables(int from) {
        int i = from < tokens.size() && at(from).is("strict") ? from + 1 : from;
        while (i < tokens.size() && at(i).isName()) {
            i++;
            while (i < tokens.size() && (at(i).is('.') || at(i).is('['))) {
                i = at(i).is('.') ? i + 2 : behindBrackets(i);
            }
            if (i >= tokens.size() || !at(i).is(',')) {
                return i;
            }
            i++;
        }
        return i;
    }

    private int behindBrackets(int from) {
        int depth = 0;
        int i = from;
        do {
            depth += at(i).is('[') ? 1 : at(i).is(']') ? -1 : 0;
            i++;
        } while (depth > 0 && i < tokens.size());
        return i;
    }

    private Token at(int index) {
        return tokens.get(index);
    }

    private void blank(int first, int behindLast) {
        int end = at(Math.min(behindLast, tokens.size()) - 1).end();
        for (int i = at(first).start(); i < end; i++) {
            // a character of two units has to stay one
            if (!Character.isSurrogate(blanked.charAt(i))) {
                blanked.setCharAt(i, ' ');
            }
        }
    }
}
