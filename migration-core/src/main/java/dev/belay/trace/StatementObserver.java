package dev.belay.trace;

import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.trace.model.StatementTrace;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Looks at the scratch database after each statement of the pending scripts. It is asked in the session that ran the
 * statement, inside the script's transaction where it runs in one, and not for a statement that failed. It leaves nothing
 * behind in that session: no lock, no prepared statement, no setting, and no failed transaction.
 */
@FunctionalInterface
public interface StatementObserver {

    /** Observes nothing. */
    StatementObserver NONE = (worker, script, statement, trace) -> {};

    /**
     * Looks.
     *
     * @param worker the session that ran the statement
     * @param trace what the statement did
     * @throws SQLException when the session is lost
     */
    void ran(Connection worker, ScriptFile script, Statement statement, StatementTrace trace) throws SQLException;
}
