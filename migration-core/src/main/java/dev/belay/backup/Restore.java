package dev.belay.backup;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Restores a backup into a database that is made for it; no other is touched. */
public final class Restore {

    private static final String DUPLICATE_OBJECT = "42710";
    private static final String UNCHANGED = "No database that was there before has been changed.";

    /** SQLSTATE insufficient_privilege. */
    private static final String NOT_ALLOWED = "42501";

    private final Backup backup;
    private final ConnectionSettings maintenance;
    private final String database;
    private final RestoreOptions options;
    private final Sessions sessions;

    private Restore(Backup backup, ConnectionSettings maintenance, String database, RestoreOptions options) {
        this.backup = backup;
        this.maintenance = maintenance;
        this.database = database;
        this.options = options;
        this.sessions = new Sessions(options.progress());
    }

    /**
     * Makes a database and fills it. It gets the encoding and the locale of the original where the server knows them,
     * and a comment that says whose it is; owner, privileges and settings of the database itself come with {@link Swap}.
     *
     * @param maintenance a database of the server that is only connected to, with a role that may create databases and
     *     give everything to its owners
     * @param database must not be there yet
     * @throws RefusalException when it is there, or the backup was made by a command
     * @throws EnvironmentException when it fails; the new database is dropped then
     */
    public static Restored into(
            Backup backup, ConnectionSettings maintenance, String database, RestoreOptions options) {
        return new Restore(backup, maintenance, database, options).run();
    }

    private Restored run() {
        if (backup.manifest().method() == BackupMethod.COMMAND) {
            throw Backups.byHand(backup.manifest());
        }
        long begin = System.nanoTime();
        try (Connection connection = sessions.open(maintenance, options.run(), SessionRole.LOCK)) {
            if (OwnDatabase.exists(connection, database)) {
                throw new RefusalException(Problem.of(
                                "There is a database " + database + " at " + maintenance.server() + " already.",
                                "name another one, or drop it yourself.")
                        .withState("Nothing was changed."));
            }
            List<String> roles = new ArrayList<>();
            try {
                ClusterFacts facts = new Backups().facts(backup, options.key());
                if (options.createMissingRoles()) {
                    createRoles(connection, facts, roles);
                }
                fill(connection, facts);
                return finish(facts, roles, begin);
            } catch (SQLException | IOException | RuntimeException e) {
                Optional<String> full = ServerDisk.full(e, connection);
                dropAfter(connection, roles, e);
                if (full.isPresent()) {
                    throw noSpace(full.get(), e);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e.getMessage(), e);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private void fill(Connection connection, ClusterFacts facts) throws SQLException, IOException {
        new SideDatabase(connection, database, options).create(backup.manifest(), facts);
        if (backup.manifest().method() == BackupMethod.PG_DUMP) {
            new DumpRestore(backup, maintenance.withDatabase(database), options).run(facts);
        }
    }

    private Restored finish(ClusterFacts facts, List<String> roles, long begin) throws SQLException {
        ConnectionSettings settings = maintenance.withDatabase(database);
        try (Connection connection = sessions.open(settings, options.run(), SessionRole.WORK)) {
            if (options.withoutSubscriptionsAndPublications()) {
                // a copy by TEMPLATE has them still; subscriptions belong to one database and are not copied
                for (String publication : Rows.texts(connection, "SELECT pubname FROM pg_publication")) {
                    Rows.execute(connection, "DROP PUBLICATION " + Quoted.name(publication));
                }
            }
            Rows.execute(connection, "ANALYZE");
            long bytes = Long.parseLong(Rows.texts(connection, "SELECT pg_database_size(current_database())")
                    .get(0));
            return new Restored(
                    settings,
                    TableCounters.read(connection),
                    bytes,
                    roles,
                    Extensions.unlike(connection, facts),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Names that begin with {@code pg_} are the server's own, and each major has other ones. */
    private static void createRoles(Connection connection, ClusterFacts facts, List<String> created)
            throws SQLException {
        for (ClusterFacts.Role role : facts.roles()) {
            boolean there = role.name().startsWith("pg_")
                    || !Rows.texts(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role.name())
                            .isEmpty();
            if (!there && create(connection, role.name())) {
                created.add(role.name());
            }
        }
    }

    /**
     * Drops roles that were made for a database that is gone, on a server that others use too. A role that somebody has
     * come to use meanwhile stays, and that is said.
     *
     * @param maintenance a database of the server, with the role that made them
     * @throws EnvironmentException when the server cannot be reached
     */
    public static void dropRoles(ConnectionSettings maintenance, RunId run, List<String> roles, Progress progress) {
        if (roles.isEmpty()) {
            return;
        }
        try (Connection connection = new Sessions(progress).open(maintenance, run, SessionRole.LOCK)) {
            dropRoles(connection, roles, progress);
        } catch (SQLException e) {
            progress.detail("closing the session: " + e.getMessage());
        }
    }

    private static void dropRoles(Connection connection, List<String> roles, Progress progress) {
        for (String role : roles) {
            try {
                Rows.execute(connection, "DROP ROLE IF EXISTS " + Quoted.name(role));
            } catch (SQLException e) {
                progress.warn("the role " + role + ", made for a copy, was not dropped: " + e.getMessage());
            }
        }
    }

    private static boolean create(Connection connection, String role) throws SQLException {
        try {
            Rows.execute(connection, "CREATE ROLE " + Quoted.name(role) + " NOLOGIN");
            return true;
        } catch (SQLException e) {
            if (DUPLICATE_OBJECT.equals(e.getSQLState())) {
                return false; // another run was faster
            }
            throw e;
        }
    }

    private void dropAfter(Connection connection, List<String> roles, Exception failure) {
        boolean interrupted = Thread.interrupted(); // or the driver's sockets would not work
        try {
            OwnDatabase.drop(connection, database, options.run());
            dropRoles(connection, roles, options.progress());
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            options.progress()
                    .warn("the database " + database + " of a failed restore was not dropped: " + e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private EnvironmentException noSpace(String place, Exception cause) {
        List<String> details = cause instanceof BelayException belay
                ? belay.problem().details()
                : List.of(String.valueOf(cause.getMessage()));
        return new EnvironmentException(
                Problem.of(
                                "The backup " + backup.folder() + " was not restored: the server "
                                        + maintenance.server() + " has no space left on the disk of " + place + ".",
                                "free space there, as much as the database takes that is restored, and run the goal"
                                        + " again.")
                        .withDetails(details)
                        .withState(UNCHANGED),
                cause);
    }

    private EnvironmentException failed(String reason, Exception cause) {
        return new EnvironmentException(
                Problem.of(
                                "The backup " + backup.folder() + " was not restored: " + reason + ".",
                                remedy(cause) + ", and run the goal again.")
                        .withState(UNCHANGED),
                cause);
    }

    private String remedy(Exception cause) {
        if (cause instanceof SQLException sql && NOT_ALLOWED.equals(sql.getSQLState())) {
            String role = maintenance.user().map(name -> "the role " + name).orElse("the role of the connection");
            return "let a superuser give " + role + " what it lacks (for a new database:  ALTER ROLE ... CREATEDB)";
        }
        return "check the server and the rights of its role";
    }
}
