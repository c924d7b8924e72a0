package dev.belay.parse;

import dev.belay.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tokens by the rules of PostgreSQL's own scanners ({@code src/fe_utils/psqlscan.l} and
 * {@code src/backend/parser/scan.l}), with {@code standard_conforming_strings} on. The lexer of the grammar that
 * {@link Grammar} uses takes {@code E'it\'s'} for two strings, so that boundaries of statements cannot rest on it.
 *
 * <p>It never fails: what the text's end cuts off is one token that is not {@linkplain Token#closed closed}. It needs no
 * stack, however deep comments nest.
 */
final class Lexer {

    private final String text;
    private final int limit;
    private int at;

    /** Reads {@code text} from {@code from} up to {@code limit}; nothing beyond it is looked at. */
    Lexer(String text, int from, int limit) {
        this.text = text;
        this.at = from;
        this.limit = limit;
    }

    Lexer(String text) {
        this(text, 0, text.length());
    }

    /** {@return at most {@code most} tokens of a text from its start, without comments} */
    static List<Token> tokens(String sql, int most) {
        var tokens = new ArrayList<Token>();
        var lexer = new Lexer(sql);
        for (Token token = lexer.next(); token != null && tokens.size() < most; token = lexer.next()) {
            if (token.kind() != Kind.COMMENT) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    /** {@return the next token, or null at the end} */
    Token next() {
        while (at < limit && isSpace(text.charAt(at))) {
            at++;
        }
        if (at >= limit) {
            return null;
        }
        char c = text.charAt(at);
        int start = at;
        return switch (c) {
            case '\'' -> quoted(Kind.STRING, start, at);
            case '"' -> quoted(Kind.QUOTED_NAME, start, at);
            case '$' -> dollar();
            case '-' -> follows(1, '-') ? lineComment() : symbol();
            case '/' -> follows(1, '*') ? blockComment() : symbol();
            default -> isWordStart(c) ? word() : isDigit(c) ? number() : symbol();
        };
    }

    private Token symbol() {
        at++;
        return token(Kind.SYMBOL, at - 1, true);
    }

    private Token lineComment() {
        int start = at;
        while (at < limit && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return token(Kind.COMMENT, start, true);
    }

    private Token blockComment() {
        int start = at;
        at += 2;
        for (int depth = 1; at < limit; ) {
            char c = text.charAt(at);
            if (c == '*' && follows(1, '/')) {
                at += 2;
                depth--;
                if (depth == 0) {
                    return token(Kind.COMMENT, start, true);
                }
            } else if (c == '/' && follows(1, '*')) {
                at += 2;
                depth++;
            } else {
                at++;
            }
        }
        return token(Kind.COMMENT, start, false);
    }

    /** A string or name in which a doubled quote stands for itself; two tokens in a row would be the same to us. */
    private Token quoted(Kind kind, int start, int openingQuote) {
        char quote = text.charAt(openingQuote);
        at = openingQuote + 1;
        while (at < limit) {
            if (text.charAt(at++) == quote) {
                if (!follows(0, quote)) {
                    return token(kind, start, true);
                }
                at++;
            }
        }
        return token(kind, start, false);
    }

    /** {@code E'..'}; a part that continues it on a further line has backslash escapes as well. */
    private Token escapeString(int start) {
        at = start + 2;
        while (at < limit) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at = Math.min(at + 1, limit);
            } else if (c == '\'') {
                int continued = follows(0, '\'') ? at : continuation();
                if (continued < 0) {
                    return token(Kind.STRING, start, true);
                }
                at = continued + 1;
            }
        }
        return token(Kind.STRING, start, false);
    }

    /** {@return where a quote continues the string that ends here, behind white space with a line end; or -1} */
    private int continuation() {
        boolean newLine = false;
        for (int i = at; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                return newLine ? i : -1;
            }
            if (c == '-' && i + 1 < limit && text.charAt(i + 1) == '-') {
                while (i + 1 < limit && !isLineEnd(text.charAt(i + 1))) {
                    i++;
                }
            } else if (isLineEnd(c)) {
                newLine = true;
            } else if (!isSpace(c)) {
                return -1;
            }
        }
        return -1;
    }

    private Token dollar() {
        int start = at;
        int tagEnd = at + 1;
        if (tagEnd < limit && isWordStart(text.charAt(tagEnd))) {
            while (tagEnd < limit && isWordPart(text.charAt(tagEnd)) && text.charAt(tagEnd) != '$') {
                tagEnd++;
            }
        }
        if (tagEnd >= limit || text.charAt(tagEnd) != '$') {
            return symbol();
        }
        String tag = text.substring(start, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        boolean closed = close >= 0 && close + tag.length() <= limit;
        at = closed ? close + tag.length() : limit;
        return token(Kind.STRING, start, closed);
    }

    private Token word() {
        int start = at;
        while (at < limit && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at - start == 1) {
            char c = text.charAt(start);
            if ("eE".indexOf(c) >= 0 && follows(0, '\'')) {
                return escapeString(start);
            }
            if ("bBxXnN".indexOf(c) >= 0 && follows(0, '\'')) {
                return quoted(Kind.STRING, start, at);
            }
            if ("uU".indexOf(c) >= 0 && follows(0, '&') && follows(1, '\'')) {
                return quoted(Kind.STRING, start, at + 1);
            }
            if ("uU".indexOf(c) >= 0 && follows(0, '&') && follows(1, '"')) {
                return quoted(Kind.QUOTED_NAME, start, at + 1);
            }
        }
        return token(Kind.WORD, start, true);
    }

    private Token number() {
        int start = at;
        while (at < limit && (isDigit(text.charAt(at)) || isAsciiWord(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return token(Kind.NUMBER, start, true);
    }

    private Token token(Kind kind, int start, boolean closed) {
        return new Token(kind, text, start, at, closed);
    }

    private boolean follows(int distance, char wanted) {
        return at + distance < limit && text.charAt(at + distance) == wanted;
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAsciiWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** Every byte above 127 counts as a letter, so a no-break space does too. */
    private static boolean isWordStart(char c) {
        return isAsciiWord(c) || c > 127;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
