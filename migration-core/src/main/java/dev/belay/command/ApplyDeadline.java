package dev.belay.command;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.migrate.StatementSender;
import dev.belay.parse.Grammar;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;

/** Carries out statements within one deadline for all of them, which begins with the first. */
final class ApplyDeadline implements StatementExecution {

    private static final long NANOS = 1_000_000_000L;
    private static final String QUERY_CANCELED = "57014";

    private final Duration timeout;
    private long end;
    private boolean begun;
    private boolean lifted;
    private Optional<Stopped> stopped = Optional.empty();

    /**
     * A statement that was stopped at the deadline, although nobody waited for it.
     *
     * @param script its script
     * @param statement its number
     */
    record Stopped(PreparedScript script, int statement) {}

    /** @param timeout zero for none */
    ApplyDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    /** What follows is the way back, which must not end half-way for want of time. */
    void lift() {
        lifted = true;
    }

    /** {@return the statement that the deadline has stopped, if it blocked nobody: it may simply be run again} */
    Optional<Stopped> stopped() {
        return stopped;
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        if (timeout.isZero() || lifted) {
            return StatementSender.send(connection, statement, 0);
        }
        if (!begun) {
            begun = true;
            end = System.nanoTime() + timeout.toNanos();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw over(script, statement, null);
        }
        try {
            // up to the next second: what is left over counts for the next statement
            return StatementSender.send(connection, statement, (int) ((left + NANOS - 1) / NANOS));
        } catch (SQLException e) {
            throw QUERY_CANCELED.equals(e.getSQLState()) && end <= System.nanoTime() ? over(script, statement, e) : e;
        }
    }

    private SQLException over(PreparedScript script, Statement statement, SQLException cause) {
        if (blocksNobody(Grammar.kindOf(statement))) {
            stopped = Optional.of(new Stopped(script, statement.number()));
        }
        String words = "the time for the apply is over (db.timeout=" + timeout.toSeconds() + " s)";
        return cause == null
                ? new SQLTimeoutException(words, QUERY_CANCELED)
                : new SQLTimeoutException(words + ": " + cause.getMessage(), QUERY_CANCELED, cause);
    }

    private static boolean blocksNobody(StatementKind kind) {
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream().allMatch(TableAction.ValidateConstraint.class::isInstance);
        }
        return kind instanceof StatementKind.CreateIndex create && create.concurrently()
                || kind instanceof StatementKind.DropObjects drop && drop.concurrently()
                || kind instanceof StatementKind.Reindex reindex && reindex.concurrently()
                || kind instanceof StatementKind.RefreshMaterializedView refresh && refresh.concurrently();
    }
}
