package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What belongs to one database and would stay with the one that is put aside: it has to be gone before (ALTER DATABASE
 * leaves it where it is; see also logicaldecoding and logical-replication-subscription).
 */
public final class SwapObstacles {

    private static final String OF = " WHERE %s = (SELECT oid FROM pg_database WHERE datname = ?) ORDER BY 1";
    private static final String SLOTS =
            "SELECT slot_name FROM pg_replication_slots WHERE database = ? AND NOT temporary ORDER BY 1";
    private static final String SUBSCRIPTIONS = "SELECT subname FROM pg_subscription" + OF.formatted("subdbid");
    private static final String PREPARED = "SELECT gid FROM pg_prepared_xacts WHERE database = ? ORDER BY 1";

    private static final String OUT_OF_REACH = "SELECT " + Fence.SESSION + " FROM pg_stat_activity WHERE datname = ?"
            + " AND usesysid IN (SELECT oid FROM pg_roles WHERE rolsuper) AND NOT (SELECT rolsuper FROM pg_roles WHERE"
            + " rolname = current_user) AND" + Fence.SOMEBODYS + " ORDER BY pid";

    private SwapObstacles() {}

    /**
     * Looks whether a database could be replaced, before a backup is restored for that. Sessions that this role may not
     * end are only said: they may have ended by then.
     *
     * @param live the database
     * @throws RefusalException when it has logical slots, subscriptions or prepared transactions
     * @throws EnvironmentException when the server does not answer
     */
    public static void look(ConnectionSettings live, RunId run, Progress progress) {
        String database = live.database().orElseThrow();
        try (Connection connection = MaintenanceSession.open(new Sessions(progress), live, database, run)) {
            require(connection, database);
            Rows.texts(connection, OUT_OF_REACH, database)
                    .forEach(session -> progress.warn("in " + database
                            + " is a superuser's session, which this role may"
                            + " not end: " + session + "; it has to be gone before the restored database takes the"
                            + " place"));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The server does not answer: " + e.getMessage() + ".", "check the server."), e);
        }
    }

    static void require(Connection connection, String database) throws SQLException {
        List<String> found = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        for (String slot : Rows.texts(connection, SLOTS, database)) {
            found.add("logical replication slot " + slot);
            remedies.add("stop its consumer and SELECT pg_drop_replication_slot(" + Quoted.text(slot)
                    + "), and let it begin anew afterwards");
        }
        for (String name : Rows.texts(connection, SUBSCRIPTIONS, database)) {
            found.add("subscription " + name);
            remedies.add("DROP SUBSCRIPTION " + Quoted.name(name) + ", and create it again afterwards");
        }
        for (String gid : Rows.texts(connection, PREPARED, database)) {
            found.add("prepared transaction " + gid);
            remedies.add("COMMIT PREPARED " + Quoted.text(gid) + " or ROLLBACK PREPARED " + Quoted.text(gid));
        }
        if (!found.isEmpty()) {
            throw new RefusalException(Problem.of(
                            database + " cannot be replaced by a restored database while it has "
                                    + String.join(", ", found) + ".",
                            String.join("; ", remedies) + "; then run the goal again.")
                    .withState(database + " is in use as before."));
        }
    }
}
