package dev.belay.parse;

import dev.belay.parse.Token.Kind;
import dev.belay.script.Statement;

/** A statement in one short line, for a person who watches a long run. */
public final class StatementSummary {

    private static final int LONGEST = 80;
    private static final String MORE = "...";

    private StatementSummary() {}

    /**
     * Says what a statement is.
     *
     * @return its first words on one line of at most 80 characters, without comments; string literals, which may hold
     *     secrets, are replaced by {@code '...'}
     */
    public static String of(Statement statement) {
        var lexer = new Lexer(statement.sql());
        var line = new StringBuilder();
        int previousEnd = 0;
        for (Token token = lexer.next(); token != null && line.length() <= LONGEST; token = lexer.next()) {
            if (token.kind() != Kind.COMMENT) {
                if (token.start() > previousEnd && !line.isEmpty()) {
                    line.append(' ');
                }
                line.append(token.kind() == Kind.STRING ? "'...'" : printable(token));
                previousEnd = token.end();
            }
        }
        return line.length() <= LONGEST ? line.toString() : line.substring(0, cut(line)) + MORE;
    }

    /** Control characters and line ends can stand in quoted names. */
    private static String printable(Token token) {
        int end = Math.min(token.end(), token.start() + LONGEST + 1);
        return token.text().substring(token.start(), end).replaceAll("\\p{Cntrl}", " ");
    }

    private static int cut(StringBuilder line) {
        int end = LONGEST - MORE.length();
        return Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
    }
}
