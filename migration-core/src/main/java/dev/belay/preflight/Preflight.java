package dev.belay.preflight;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Alive;
import dev.belay.postgres.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks, before a run changes anything, at all that could make a later step fail or wait: privileges, disk, sessions,
 * replicas, settings. It takes no lock that anybody would wait for, and changes nothing.
 */
public final class Preflight {

    /** In the order of the report. */
    private static final List<Probe> PROBES = List.of(
            new DumpPrivileges(),
            new RowSecurity(),
            new RestorePrivileges(),
            new CopyPrivileges(),
            new BackupDisk(),
            new InterruptedRuns(),
            new LongTransactions(),
            new LockHolders(),
            new PreparedTransactions(),
            new Replicas(),
            new UnusedSlots(),
            new LogicalReplication(),
            new UnsoundObjects(),
            new Wraparound(),
            new RunSettings());

    private static final String LIMITS = "set local lock_timeout = '2s'; set local statement_timeout = '60s'";
    private static final String REMEDY = "Look at it by hand, or grant the role what it needs.";

    private Preflight() {}

    /**
     * Looks, in a read-only transaction of its own. What the role may not see becomes a warning that says so.
     *
     * @param connection the work session of the run, in auto-commit mode, and left so
     * @throws EnvironmentException when the server does not answer any more
     */
    public static PreflightReport look(Connection connection, PreflightRequest request) {
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction read only");
                statement.execute(LIMITS);
                return report(connection, request);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                                    "the server cannot be looked at before the run: " + ServerText.of(e),
                                    "Check the server, and run the goal again.")
                            .withState("The database is unchanged."),
                    e);
        }
    }

    private static PreflightReport report(Connection connection, PreflightRequest request) throws SQLException {
        var conditions = new ArrayList<Condition>();
        var seen = new ArrayList<String>();
        for (Probe probe : PROBES) {
            Sight sight = look(probe, connection, request);
            conditions.addAll(sight.conditions());
            sight.words().ifPresent(seen::add);
        }
        return new PreflightReport(conditions, seen);
    }

    private static Sight look(Probe probe, Connection connection, PreflightRequest request) throws SQLException {
        var before = connection.setSavepoint();
        try {
            return probe.look(connection, request);
        } catch (SQLException e) {
            if (!Alive.is(connection)) {
                throw e;
            }
            connection.rollback(before);
            return new Sight(
                    List.of(Condition.warning(
                            probe.subject() + " could not be looked at: " + ServerText.of(e), REMEDY)),
                    Optional.of(probe.subject() + " not seen"));
        }
    }
}
