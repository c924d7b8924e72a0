package dev.belay.trace.model;

import java.util.List;
import java.util.Optional;

/**
 * What one script did on the scratch database.
 *
 * @param script as the history names it
 * @param inTransaction whether it ran in one transaction
 * @param statements every one of the script's, in its order
 */
public record ScriptTrace(String script, boolean inTransaction, List<StatementTrace> statements) {

    public ScriptTrace {
        statements = List.copyOf(statements);
    }

    /** {@return the trace of a statement; empty when it never came to it} */
    public Optional<StatementTrace> statement(int number) {
        return number <= statements.size() ? Optional.of(statements.get(number - 1)) : Optional.empty();
    }
}
