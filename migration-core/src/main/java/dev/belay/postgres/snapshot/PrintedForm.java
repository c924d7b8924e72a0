package dev.belay.postgres.snapshot;

import java.util.Set;

/** The one form that the definition of an object has in a snapshot, however the server has printed it. */
public final class PrintedForm {

    /** What is kept as it was written, line ends and all. */
    private static final Set<String> OF_FILES = Set.of("function", "procedure", "comment");

    /** What has expressions, as the server prints them. */
    private static final Set<String> WITH_EXPRESSIONS = Set.of(
            "table",
            "foreign table",
            "column",
            "constraint",
            "domain",
            "domain constraint",
            "index",
            "view",
            "materialized view",
            "function",
            "procedure",
            "aggregate",
            "policy",
            "rule",
            "trigger",
            "statistics",
            "publication part");

    private PrintedForm() {}

    /**
     * {@return the definition in that form; the same where it has it already} Which line ends a file has depends on where it
     * was checked out, and has no effect on a function or comment.
     *
     * @param type of the object, such as {@code table}
     * @param definition as the server prints it, or in the form of this or an earlier version
     */
    public static String of(String type, String definition) {
        String text = OF_FILES.contains(type) ? definition.replace("\r\n", "\n") : definition;
        return WITH_EXPRESSIONS.contains(type) ? PrintedExpressions.asRestored(text) : text;
    }

    /**
     * {@return whether all that differs may be that the server has read its own print in between, and that neither print
     * shows whether it is so} {@code (ARRAY[x, y])::text[]} may be {@code ARRAY[(x)::text, (y)::text]} and may be
     * {@code ARRAY[(x)::text[], (y)::text[]]}.
     *
     * @param type of the object
     * @param definition in the form of {@link #of}
     * @param later of the object in the restored database, in that form
     */
    public static boolean mayBecome(String type, String definition, String later) {
        return WITH_EXPRESSIONS.contains(type) && PrintedExpressions.mayBecome(definition, later);
    }
}
