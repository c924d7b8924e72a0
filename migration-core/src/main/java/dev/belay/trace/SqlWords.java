package dev.belay.trace;

import dev.belay.script.Statement;
import java.util.Locale;
import java.util.Set;

/** What the first word of a statement says of how it has to be observed. */
public final class SqlWords {

    /** They lock nothing that others wait for, and there may be a hundred thousand of them in a script. */
    private static final Set<String> ROWS = Set.of("insert", "copy", "values");

    /** They begin or end a transaction, or change who the session is: no savepoint can be laid round them. */
    private static final Set<String> TRANSACTION =
            Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "prepare");

    private SqlWords() {}

    static boolean changesRowsOnly(Statement statement) {
        return ROWS.contains(first(statement));
    }

    /** {@return whether it begins or ends a transaction or a part of one} */
    public static boolean controlsTransaction(Statement statement) {
        return TRANSACTION.contains(first(statement));
    }

    static boolean truncates(Statement statement) {
        return first(statement).equals("truncate");
    }

    private static String first(Statement statement) {
        String sql = statement.sql();
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
