package dev.belay.parse;

import dev.belay.script.QualifiedName;
import dev.belay.script.SqlRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks through a statement's tokens, as far as it is asked to; comments are not among them. */
final class TokenCursor {

    private final Lexer lexer;
    private final int length;
    /** What was looked at and not stepped over: a few tokens at most. */
    private final List<Token> ahead = new ArrayList<>();

    TokenCursor(String sql) {
        this.lexer = new Lexer(sql);
        this.length = sql.length();
    }

    /** {@return the token that is so many behind the current one, or null behind the last one} */
    private Token peek(int distance) {
        while (ahead.size() <= distance) {
            Token token = lexer.next();
            if (token == null) {
                return null;
            }
            if (token.kind() != Token.Kind.COMMENT) {
                ahead.add(token);
            }
        }
        return ahead.get(distance);
    }

    /** {@return whether the whole statement was walked through} */
    boolean atEnd() {
        return peek(0) == null;
    }

    /** {@return the current token, or empty behind the last one} */
    Optional<Token> current() {
        return Optional.ofNullable(peek(0));
    }

    /** {@return where the current token starts in the text, or the text's end} */
    int offset() {
        return atEnd() ? length : peek(0).start();
    }

    /** Steps over the current token, if there is one. */
    void skip() {
        if (!atEnd()) {
            ahead.remove(0);
        }
    }

    /** Steps over everything up to and with a word. */
    void skipBehind(String word) {
        while (!atEnd() && !accept(word)) {
            skip();
        }
    }

    /** Steps over these words if all of them follow. */
    boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            Token token = peek(i);
            if (token == null || !token.is(words[i])) {
                return false;
            }
        }
        ahead.subList(0, words.length).clear();
        return true;
    }

    boolean accept(char symbol) {
        boolean found = !atEnd() && peek(0).is(symbol);
        if (found) {
            skip();
        }
        return found;
    }

    /** Steps over one of these words, if there is one. */
    boolean acceptAny(String... words) {
        boolean found = !atEnd() && peek(0).isAny(words);
        if (found) {
            skip();
        }
        return found;
    }

    /** Steps over a name with up to three parts. */
    Optional<QualifiedName> name() {
        var parts = new ArrayList<String>();
        do {
            Optional<Token> part = current().filter(Token::isName);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(Names.value(part.get()));
            skip();
        } while (parts.size() < 3 && accept('.'));
        String last = parts.get(parts.size() - 1);
        return Optional.of(
                parts.size() == 1 ? QualifiedName.of(last) : QualifiedName.of(parts.get(parts.size() - 2), last));
    }

    /** Steps over {@code CASCADE} or {@code RESTRICT}; {@return whether it was CASCADE} */
    boolean cascade() {
        boolean cascade = accept("cascade");
        if (!cascade) {
            accept("restrict");
        }
        return cascade;
    }

    /** Steps over what stands in parentheses, if some begin here; {@return what is between them} */
    Optional<SqlRange> parentheses() {
        int start = offset();
        if (!accept('(')) {
            return Optional.empty();
        }
        int depth = 1;
        for (Token token = peek(0); token != null; token = peek(0)) {
            skip();
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
            if (depth == 0) {
                return Optional.of(new SqlRange(start + 1, token.start()));
            }
        }
        return Optional.empty();
    }
}
