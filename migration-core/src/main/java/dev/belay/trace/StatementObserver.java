package dev.belay.trace;

import dev.belay.migrate.PreparedScript;
import dev.belay.script.Statement;
import dev.belay.trace.model.StatementTrace;
import java.sql.Connection;
import java.sql.SQLException;

/** Is told of each statement after it ran, was refused or timed out. */
@FunctionalInterface
public interface StatementObserver {

    /** Nobody who looks. */
    StatementObserver NONE = (worker, script, statement, trace) -> {};

    /**
     * May look at the database through the worker's session, and must leave its transaction as it was.
     *
     * @param worker with auto-commit off when the script runs in a transaction
     * @param trace what was observed of the statement
     */
    void ran(Connection worker, PreparedScript script, Statement statement, StatementTrace trace) throws SQLException;
}
