package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Pause;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps everybody out of a database. It outlasts this process: {@link #lower} is for whoever comes after one that was
 * killed.
 */
public final class Fence {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** Far longer than a connection takes to be made or refused. */
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private static final long TERMINATION_MILLIS = 5000;

    /**
     * Of other roles' sessions a role without pg_read_all_stats does not learn what they are (pg_stat_get_activity in
     * pgstatfuncs.c), so each counts; what works for no role is the server's own, such as an autovacuum worker.
     */
    static final String SOMEBODYS = " (backend_type NOT IN ('autovacuum worker', 'parallel worker')"
            + " OR backend_type IS NULL AND usesysid IS NOT NULL)";

    private static final String OTHERS = " FROM pg_stat_activity WHERE datname = ? AND pid <> ?::int AND" + SOMEBODYS;

    /** Of pg_stat_activity: who somebody is, for people. */
    static final String SESSION =
            "concat_ws(', ', 'process ' || pid, 'role ' || usename, nullif(application_name, ''), host(client_addr))";

    private static final String WHO = "SELECT " + SESSION + OTHERS;

    /**
     * Who has come past the fence before it was up holds this lock until pg_stat_activity has the session (InitPostgres in
     * postinit.c); it takes it before it looks whether the database lets anybody in.
     */
    private static final String COMING = "SELECT 'process ' || pid || ', which is connecting' FROM pg_locks"
            + " WHERE locktype = 'object' AND classid = 'pg_database'::regclass"
            + " AND objid = (SELECT oid FROM pg_database WHERE datname = ?) AND pid NOT IN (?::int, pg_backend_pid())";

    private static final String OF_OTHER_ROLES = WHO + " AND usename IS DISTINCT FROM current_user";
    private static final String NOT_ALLOWED = "42501";
    private static final String END = "SELECT pg_terminate_backend(pid, " + TERMINATION_MILLIS + ")" + OTHERS;

    private Fence() {}

    /**
     * Lets nobody in any more, superusers included; sessions that are open stay. In the same transaction the comment of
     * the database that is to follow says so: by that, whoever comes after a killed run knows whose fence it is.
     *
     * @param connection in another database, in auto-commit mode
     * @param successor the run's own database
     */
    static void raise(Connection connection, String database, String successor, RunId run) throws SQLException {
        connection.setAutoCommit(false);
        try {
            OwnDatabase.mark(connection, successor, new DatabaseComment(run, Purpose.SUCCESSOR, database));
            Rows.execute(connection, "ALTER DATABASE " + Quoted.name(database) + " ALLOW_CONNECTIONS false");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    static void lower(Connection connection, String database) throws SQLException {
        Rows.execute(connection, "ALTER DATABASE " + Quoted.name(database) + " ALLOW_CONNECTIONS true");
    }

    /**
     * Lets everybody in again; nothing happens when they are.
     *
     * @param settings any database of the server
     * @throws EnvironmentException when the server cannot be reached, or does not let us
     */
    public static void lower(ConnectionSettings settings, String database, RunId run, Progress progress) {
        try (Connection connection = MaintenanceSession.open(new Sessions(progress), settings, database, run)) {
            lower(connection, database);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                                    database + " still lets nobody in: " + e.getMessage() + ".",
                                    "as its owner, in another database: ALTER DATABASE " + Quoted.name(database)
                                            + " ALLOW_CONNECTIONS true;")
                            .withState("Nobody can connect to " + database + "."),
                    e);
        }
    }

    /**
     * Ends the sessions in a fenced database, and those that had begun to connect before, until there is none.
     *
     * @param spared the process of a session that stays; 0 for none
     * @throws EnvironmentException when there still are some after a minute, or the role may not end one
     */
    static void empty(Connection connection, String database, int spared) throws SQLException {
        long begin = System.nanoTime();
        String pid = String.valueOf(spared);
        while (true) {
            end(connection, database, spared);
            List<String> left = others(connection, database, spared);
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new EnvironmentException(
                        Problem.of("Sessions in " + database + " do not end.", "end them, and run the goal again.")
                                .withDetails(left));
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }

    /** Only a superuser may end a superuser's session (signalfuncs.c). */
    private static void end(Connection connection, String database, int spared) throws SQLException {
        try {
            Rows.texts(connection, END, database, String.valueOf(spared));
        } catch (SQLException e) {
            if (!NOT_ALLOWED.equals(e.getSQLState())) {
                throw e;
            }
            throw new EnvironmentException(
                    Problem.of(
                                    "This role may not end all sessions in " + database + ": " + e.getMessage() + ".",
                                    "end them as their role or as a superuser, or GRANT pg_signal_backend where they are"
                                            + " not a superuser's; and run the goal again.")
                            .withDetails(Rows.texts(connection, OF_OTHER_ROLES, database, String.valueOf(spared))),
                    e);
        }
    }

    /**
     * {@return who is in a database, and who is about to be} When nobody is while the fence is up, nobody will be: of those
     * who were connecting, each is awaited until it is in or was turned away; who comes later is turned away.
     *
     * @param spared a process that does not count; 0 for none
     */
    static List<String> others(Connection connection, String database, int spared) throws SQLException {
        String pid = String.valueOf(spared);
        long begin = System.nanoTime();
        // in this order, or whoever arrives between the two would be in neither
        List<String> coming = new ArrayList<>(Rows.texts(connection, COMING, database, pid));
        List<String> inside = Rows.texts(connection, WHO, database, pid);
        while (!coming.isEmpty() && inside.isEmpty() && System.nanoTime() - begin < ARRIVAL.toNanos()) {
            Pause.of(BETWEEN_LOOKS);
            coming.retainAll(Rows.texts(connection, COMING, database, pid));
            inside = Rows.texts(connection, WHO, database, pid);
        }
        var others = new ArrayList<>(coming);
        others.addAll(inside);
        return others;
    }
}
