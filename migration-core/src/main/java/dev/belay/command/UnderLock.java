package dev.belay.command;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.outcome.EnvironmentException;
import dev.belay.postgres.RunLock;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;

/**
 * Lets each script begin only while the run lock is held: its session may be lost in the hours that a script takes, and
 * then another run may begin between two scripts.
 *
 * @param lock of the run
 * @param execution carries out the statements
 */
record UnderLock(RunLock lock, StatementExecution execution) implements StatementExecution {

    /** @throws EnvironmentException when the lock is lost */
    @Override
    public void beforeScript() {
        lock.verifyHeld();
        execution.beforeScript();
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        return execution.run(connection, script, statement);
    }
}
