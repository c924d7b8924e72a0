package dev.belay.finding;

import java.util.List;

/**
 * A safe way to the same end.
 *
 * @param scripts what to write instead of the statement, in this order; the first one takes its place where it can
 */
public record Fix(List<Script> scripts) {

    public Fix {
        scripts = List.copyOf(scripts);
    }

    /**
     * A script, or a part of one.
     *
     * @param sql with semicolons
     * @param inTransaction whether it may run in one; one that may not needs {@code executeInTransaction=false} in its
     *     {@code .conf}, and a script of its own
     */
    public record Script(String sql, boolean inTransaction) {}

    /** {@return a fix of one script that runs in a transaction} */
    public static Fix of(String sql) {
        return new Fix(List.of(new Script(sql, true)));
    }

    /** {@return a fix of one script that cannot run in a transaction} */
    public static Fix withoutTransaction(String sql) {
        return new Fix(List.of(new Script(sql, false)));
    }

    /** {@return this one, followed by another script that runs in a transaction} */
    public Fix then(String sql) {
        return with(new Script(sql, true));
    }

    /** {@return this one, followed by another script that cannot run in a transaction} */
    public Fix thenWithoutTransaction(String sql) {
        return with(new Script(sql, false));
    }

    private Fix with(Script next) {
        var all = new java.util.ArrayList<>(scripts);
        all.add(next);
        return new Fix(all);
    }
}
