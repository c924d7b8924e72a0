package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Secret;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The role that scripts run as on an embedded scratch server: it owns its database, and has no privilege that leads out
 * of the database.
 */
final class ScratchRole {

    private static final String NAME = "belay_scratch";
    private static final int PASSWORD_BYTES = 24;

    /**
     * With CREATEROLE a role can make itself a member of pg_execute_server_program up to 15; from 16 on only of roles
     * that it may administer (PostgreSQL manual, Role Attributes).
     */
    private static final int CREATEROLE_IS_SAFE = 16;

    private ScratchRole() {}

    /** Makes role and database. */
    static ScratchAccess create(ConnectionSettings maintenance, ScratchContent content) {
        return access(maintenance, content, (statement, major, secret) -> {
            String rights = content.superuser() ? "SUPERUSER" : major >= CREATEROLE_IS_SAFE ? "CREATEROLE" : "";
            statement.execute("CREATE ROLE " + NAME + " LOGIN " + rights + " PASSWORD '" + secret + "'");
            statement.execute("CREATE DATABASE " + Quoted.name(content.database()) + " OWNER " + NAME);
        });
    }

    /** {@return the way into a copy of what {@link #create} made; each copy has a password of its own} */
    static ScratchAccess renew(ConnectionSettings maintenance, ScratchContent content) {
        return access(
                maintenance,
                content,
                (statement, major, secret) -> statement.execute("ALTER ROLE " + NAME + " PASSWORD '" + secret + "'"));
    }

    /** Drops all databases but one: they would be copied with it, file by file. */
    static void leaveOnly(ConnectionSettings database, String name) {
        execute(database, (statement, major, secret) -> {
            statement.execute("UPDATE pg_database SET datistemplate = false");
            for (String other : new String[] {"template0", "template1", Template.MAINTENANCE}) {
                if (!other.equals(name)) {
                    statement.execute("DROP DATABASE IF EXISTS " + other);
                }
            }
        });
    }

    private interface Work {
        void run(Statement statement, int major, String secret) throws SQLException;
    }

    private static String execute(ConnectionSettings maintenance, Work work) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        try (Connection connection = new Sessions(Progress.SILENT).open(maintenance, RunId.random(), SessionRole.READ);
                Statement statement = connection.createStatement()) {
            work.run(statement, connection.getMetaData().getDatabaseMajorVersion(), secret);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The scratch database cannot be prepared: " + e.getMessage(),
                            "run the goal again; if it fails again, set BELAY_HOME to a new folder"),
                    e);
        }
        return secret;
    }

    private static ScratchAccess access(ConnectionSettings maintenance, ScratchContent content, Work work) {
        String secret = execute(maintenance, work);
        ConnectionSettings observer = maintenance.withDatabase(content.database());
        var owner = new ConnectionSettings(
                observer.jdbcUrl(), Optional.of(NAME), Optional.of(new Secret(secret)), observer.properties());
        return new ScratchAccess(owner, observer, true);
    }
}
