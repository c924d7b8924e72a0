package dev.belay.command;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.migrate.StatementSender;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;

/** Carries out statements within one deadline for all of them, which begins with the first. */
final class ApplyDeadline implements StatementExecution {

    private static final long NANOS = 1_000_000_000L;

    private final Duration timeout;
    private long end;
    private boolean begun;

    /** @param timeout zero for none */
    ApplyDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        if (timeout.isZero()) {
            return StatementSender.send(connection, statement, 0);
        }
        if (!begun) {
            begun = true;
            end = System.nanoTime() + timeout.toNanos();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new SQLTimeoutException("the time for the apply is over (db.timeout=" + timeout.toSeconds() + " s)");
        }
        // up to the next second: what is left over counts for the next statement
        return StatementSender.send(connection, statement, (int) ((left + NANOS - 1) / NANOS));
    }
}
