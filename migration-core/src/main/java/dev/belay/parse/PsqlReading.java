package dev.belay.parse;

import dev.belay.parse.Token.Kind;

/**
 * Knows how psql would read a statement out of a file ({@code src/fe_utils/psqlscan.l}), where it differs from the
 * server.
 */
public final class PsqlReading {

    private final String sql;
    private int parentheses;
    private boolean create;
    private boolean cast;
    private boolean first = true;

    private PsqlReading(String sql) {
        this.sql = sql;
    }

    /**
     * Whether psql takes a statement, with a semicolon behind it, for that one statement and sends it unchanged. It does
     * not when part of it reads as a psql variable ({@code a[1:HOST]}) or as a command of psql's (a backslash), when the
     * statement has an end that psql does not see (an unclosed string or parenthesis), or when it has semicolons of its
     * own: {@code BEGIN ATOMIC} is known to psql from 14 on, and its rule for it takes a function named {@code begin}
     * for the beginning of a body.
     *
     * @param sql one statement without its semicolon
     */
    public static boolean agrees(String sql) {
        var reading = new PsqlReading(sql);
        var lexer = new Lexer(sql);
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (!token.closed() || token.kind() != Kind.COMMENT && !reading.agrees(token)) {
                return false;
            }
        }
        return reading.parentheses == 0;
    }

    /**
     * Whether a statement ends the transaction that it runs in, so that a session with auto-commit is then in none.
     *
     * @param sql one statement
     */
    public static boolean endsTransaction(String sql) {
        var tokens = Lexer.tokens(sql, 4);
        if (tokens.isEmpty()) {
            return false;
        }
        Token word = tokens.get(0);
        if (word.is("rollback")) {
            return tokens.stream().noneMatch(token -> token.isAny("to", "prepared"));
        }
        return word.isAny("end", "abort")
                || word.is("commit") && tokens.stream().noneMatch(token -> token.is("prepared"))
                || word.is("prepare") && tokens.size() > 1 && tokens.get(1).is("transaction");
    }

    private boolean agrees(Token token) {
        if (first) {
            create = token.is("create");
            first = false;
        }
        if (token.is('(')) {
            parentheses++;
        } else if (token.is(')')) {
            parentheses--;
        }
        return parentheses >= 0
                && !token.is('\\')
                && !(token.is(';') && parentheses == 0)
                && !(create && token.is("begin"))
                && !isVariable(token);
    }

    /** A colon that is neither a cast's nor an assignment's, with something behind it that psql could look up. */
    private boolean isVariable(Token token) {
        if (!token.is(':')) {
            cast = false;
            return false;
        }
        if (cast) {
            cast = false;
            return false;
        }
        char next = token.end() < sql.length() ? sql.charAt(token.end()) : ' ';
        cast = next == ':';
        return Character.isLetterOrDigit(next) || next > 127 || "_'\"{".indexOf(next) >= 0;
    }
}
