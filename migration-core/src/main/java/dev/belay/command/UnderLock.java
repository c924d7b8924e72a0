package dev.belay.command;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.outcome.EnvironmentException;
import dev.belay.postgres.RunLock;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets each script begin only while the run lock is held: its session may be lost in the hours that a script takes, and
 * then another run may begin between two scripts. Not for use by several threads.
 */
final class UnderLock implements StatementExecution {

    /** A look costs a round trip, which a thousand short scripts would feel; no other run gets to its scripts sooner. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final RunLock lock;
    private final StatementExecution execution;
    private long looked = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    /**
     * @param lock of the run
     * @param execution carries out the statements
     */
    UnderLock(RunLock lock, StatementExecution execution) {
        this.lock = lock;
        this.execution = execution;
    }

    /** @throws EnvironmentException when the lock is lost */
    @Override
    public void beforeScript() {
        long now = System.nanoTime();
        if (now - looked >= BETWEEN_LOOKS.toNanos()) {
            lock.verifyHeld();
            looked = now;
        }
        execution.beforeScript();
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        return execution.run(connection, script, statement);
    }
}
