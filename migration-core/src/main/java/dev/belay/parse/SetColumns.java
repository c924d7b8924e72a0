package dev.belay.parse;

import java.util.ArrayList;
import java.util.List;

/** Which columns an UPDATE sets: {@code SET a = 1, (b, c[1]) = (2, 3)}. */
final class SetColumns {

    private SetColumns() {}

    /** {@return their names in the order of the statement, as the server folds them} */
    static List<String> of(String update) {
        var columns = new ArrayList<String>();
        var lexer = new Lexer(update);
        int depth = 0;
        // a column is awaited behind SET, behind a comma between assignments, and in the parentheses of a list of
        // columns
        boolean awaited = false;
        boolean list = false;
        boolean set = false;
        Token previous = null;
        for (Token token = next(lexer); token != null; token = next(lexer)) {
            if (depth == 0 && !set) {
                set = token.is("set");
                awaited = set;
            } else if (depth == 0 && ends(token, previous)) {
                return columns;
            } else if (awaited && token.isName()) {
                columns.add(Names.value(token));
                awaited = false;
            } else if (awaited && token.is('(') && depth == 0) {
                list = true;
            } else if (token.is(',') && (depth == 0 || list && depth == 1)) {
                awaited = true;
            } else if (list && token.is(')') && depth == 1) {
                list = false;
            }
            depth += token.is('(') || token.is('[') ? 1 : token.is(')') || token.is(']') ? -1 : 0;
            previous = token;
        }
        return columns;
    }

    private static boolean ends(Token token, Token previous) {
        return token.isAny("where", "returning") || token.is("from") && !previous.is("distinct");
    }

    private static Token next(Lexer lexer) {
        Token token = lexer.next();
        while (token != null && token.kind() == Token.Kind.COMMENT) {
            token = lexer.next();
        }
        return token;
    }
}
