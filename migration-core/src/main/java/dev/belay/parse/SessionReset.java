package dev.belay.parse;

import dev.belay.script.Statement;
import java.util.List;

/**
 * Statements that take from a session what a run holds on it: the lock by which two runs keep out of each other's way,
 * the role and the search_path.
 */
public final class SessionReset {

    private static final String UNLOCK = "pg_advisory_unlock_all";

    private SessionReset() {}

    /** {@return whether the statement is DISCARD ALL, or calls pg_advisory_unlock_all, in code too} */
    public static boolean is(Statement statement) {
        return is(statement.sql());
    }

    /** As {@link #is(Statement)}, for a statement's text. */
    public static boolean is(String sql) {
        List<Token> first = Lexer.tokens(sql, 2);
        if (first.size() == 2 && first.get(0).is("discard")) {
            return first.get(1).is("all");
        }
        return sql.contains(UNLOCK);
    }
}
