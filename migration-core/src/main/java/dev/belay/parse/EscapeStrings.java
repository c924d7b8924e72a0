package dev.belay.parse;

import dev.belay.parse.Token.Kind;

/** Makes strings with backslash escapes readable for a lexer that does not know them. */
final class EscapeStrings {

    private EscapeStrings() {}

    /**
     * {@return the text with every backslash in an {@code E'..'} string, and a quote or backslash behind it, replaced by
     * {@code x}; all offsets stay}
     */
    static String plain(String sql) {
        if (sql.indexOf('\\') < 0) {
            return sql;
        }
        var plain = new StringBuilder(sql);
        var lexer = new Lexer(sql);
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.kind() == Kind.STRING && "eE".indexOf(sql.charAt(token.start())) >= 0) {
                replace(plain, token);
            }
        }
        return plain.toString();
    }

    private static void replace(StringBuilder plain, Token token) {
        for (int i = token.start(); i < token.end(); i++) {
            if (plain.charAt(i) == '\\') {
                plain.setCharAt(i, 'x');
                i++;
                if (i < token.end() && (plain.charAt(i) == '\\' || plain.charAt(i) == '\'')) {
                    plain.setCharAt(i, 'x');
                }
            }
        }
    }
}
