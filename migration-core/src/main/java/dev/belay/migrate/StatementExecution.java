package dev.belay.migrate;

import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;

/** How a statement is carried out: sent, or sent and observed; and whether a script may begin. */
@FunctionalInterface
public interface StatementExecution {

    /**
     * Asks before each script, also one that is no SQL, whether it may begin.
     *
     * @throws dev.belay.outcome.EnvironmentException when the run is to end here
     */
    default void beforeScript() {}

    /**
     * Carries out a statement of a script.
     *
     * @param connection with auto-commit off when the script runs in a transaction
     * @return the first of the server's messages, which leads to the others
     * @throws SQLException when the run is to end here
     */
    Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement) throws SQLException;
}
