package dev.belay.outcome;

import dev.belay.script.Span;
import dev.belay.trace.model.StatementTrace;
import java.util.List;
import java.util.Optional;

/**
 * A script that was judged.
 *
 * @param script as the history names it
 * @param location its path on disk where there is one, else the same as {@code script}
 * @param inTransaction whether it runs in one transaction
 * @param text as in the file; no part of the JSON report
 * @param statements in the order of the script
 */
public record CheckedScript(
        String script, String location, boolean inTransaction, String text, List<CheckedStatement> statements) {

    public CheckedScript {
        statements = List.copyOf(statements);
    }

    /**
     * A statement of it.
     *
     * @param number its place in the script, from 1
     * @param span where it stands
     * @param basis what the judgement of it rests on
     * @param trace what it did on the scratch server; empty when it was not sent there
     */
    public record CheckedStatement(int number, Span span, Basis basis, Optional<StatementTrace> trace) {}

    /** What the judgement of a statement rests on. */
    public enum Basis {
        /** It was run on the scratch server. */
        TRACED,
        /** Only its text. */
        READ,
        /** Nothing: the grammar cannot read it, and it was not run. */
        OPAQUE
    }
}
