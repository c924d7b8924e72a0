package dev.belay.parse;

import dev.belay.parse.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an expression of a script rests on.
 *
 * @param elsewhere whether on more than itself and the functions that it calls: rows, a default, the time, the session
 * @param calls the names of those functions, as the server folds them; words of the grammar that a parenthesis follows
 *     may be among them
 */
public record GivenValue(boolean elsewhere, Set<String> calls) {

    /**
     * Expressions without parentheses whose value is another one in another session (the manual, Date/Time and Session
     * Information Functions), what brings in rows or a default, and types of object ids.
     */
    private static final String[] ELSEWHERE = {
        "current_timestamp",
        "current_date",
        "current_time",
        "localtime",
        "localtimestamp",
        "current_user",
        "session_user",
        "system_user",
        "user",
        "current_role",
        "current_catalog",
        "current_schema",
        "default",
        "select",
        "table",
        "oid",
        "regclass",
        "regcollation",
        "regconfig",
        "regdictionary",
        "regnamespace",
        "regoper",
        "regoperator",
        "regproc",
        "regprocedure",
        "regrole",
        "regtype"
    };

    /** Input of a date that stands for the time when it is read (the manual, Date/Time Types, Special Values). */
    private static final Pattern TIMES =
            Pattern.compile("\\b(?:now|today|tomorrow|yesterday)\\b", Pattern.CASE_INSENSITIVE);

    public GivenValue {
        calls = Set.copyOf(calls);
    }

    /** {@return what a whole statement rests on, but for the rows that it reads} */
    public static GivenValue ofStatement(String sql) {
        List<Token> tokens = Lexer.tokens(sql, Integer.MAX_VALUE).stream()
                .filter(token -> !token.isAny("select", "table"))
                .toList();
        return of(tokens, false);
    }

    /** @param fromTables whether names may be those of columns */
    static GivenValue of(List<Token> tokens, boolean fromTables) {
        var calls = new HashSet<String>();
        boolean elsewhere = fromTables && tokens.stream().allMatch(token -> token.is('*'));
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isAny(ELSEWHERE)) {
                elsewhere = true; // with a precision, too: localtime(0)
            } else if (token.isName()
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).is('(')) {
                calls.add(Names.value(token));
            } else if (token.isName()) {
                elsewhere |= fromTables && !isWord(tokens, i);
            } else if (token.kind() == Kind.STRING) {
                elsewhere |= TIMES.matcher(token.written()).find();
            }
        }
        return new GivenValue(elsewhere, calls);
    }

    /** A constant, a type behind {@code ::}, a label. */
    private static boolean isWord(List<Token> tokens, int i) {
        return tokens.get(i).isAny("null", "true", "false", "as", "array")
                || i > 0 && (tokens.get(i - 1).is(':') || tokens.get(i - 1).is("as"));
    }

    GivenValue or(GivenValue other) {
        var both = new HashSet<>(calls);
        both.addAll(other.calls);
        return new GivenValue(elsewhere || other.elsewhere, both);
    }
}
