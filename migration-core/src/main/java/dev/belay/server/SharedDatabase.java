package dev.belay.server;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/**
 * A database of a run's own on a shared server, with the role that scripts log in as.
 *
 * @param maintenance a session that outlasts it
 * @param owner of the database
 * @param name the database's, which needs no quotes
 * @param login the run's own role; empty when the URL's role is used
 * @param access how to reach it
 */
record SharedDatabase(
        Maintenance maintenance, ScratchOwner owner, String name, Optional<String> login, ScratchAccess access) {

    private static final int PASSWORD_BYTES = 24;

    /** {@code ALTER DATABASE .. SET} is not copied with a database; lists are stored as they are written. */
    private static final String SETTINGS = """
            SELECT format('ALTER DATABASE %I SET %I = %s', c.datname, s.name,
                          CASE WHEN s.name IN ('search_path', 'temp_tablespaces') THEN s.value ELSE quote_literal(s.value) END)
              FROM pg_db_role_setting r
              JOIN pg_database d ON d.oid = r.setdatabase
              JOIN pg_database c ON c.datname = ?
             CROSS JOIN LATERAL (
                   SELECT split_part(x, '=', 1) AS name, substr(x, strpos(x, '=') + 1) AS value FROM unnest(r.setconfig) x) s
             WHERE r.setrole = 0 AND d.datname = ? AND s.value <> ''
            """;

    /** Makes a database from the server's usual template. */
    static SharedDatabase empty(Maintenance maintenance, ScratchOwner owner, ScratchName name) throws SQLException {
        return create(maintenance, owner, name.filling(), name.role(), "");
    }

    /** Makes a copy of another database, to which nobody may be connected. */
    static SharedDatabase copy(Maintenance maintenance, ScratchOwner owner, ScratchName name, String template)
            throws SQLException {
        SharedDatabase copy = create(maintenance, owner, name.copy(), name.role(), " TEMPLATE " + template);
        try {
            maintenance.executeEach(SETTINGS, copy.name, template);
            return copy;
        } catch (SQLException e) {
            copy.drop();
            throw e;
        }
    }

    private static SharedDatabase create(
            Maintenance maintenance, ScratchOwner owner, String name, String role, String template)
            throws SQLException {
        List<String> roles = owner.separate() ? List.of(role) : List.of();
        try {
            maintenance.persist("CREATE DATABASE " + name + " OWNER " + owner.role() + template);
            maintenance.execute("COMMENT ON DATABASE " + name + " IS 'Belay: scripts are tried here; dropped when the"
                    + " run ends'");
            maintenance.execute("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");
            ConnectionSettings settings = maintenance.settings().withDatabase(name);
            ConnectionSettings login = settings;
            if (owner.separate()) {
                Secret secret = createLogin(maintenance, owner, role);
                login = settings.withCredentials(Optional.of(role), Optional.of(secret));
            }
            boolean admin = ServerFacts.read(maintenance.connection()).superuser();
            return new SharedDatabase(
                    maintenance, owner, name, roles.stream().findFirst(), new ScratchAccess(login, settings, admin));
        } catch (SQLException | RuntimeException e) {
            maintenance.drop(name, roles);
            throw e;
        }
    }

    /** The password is sent as its SCRAM verifier: a server may log statements. */
    private static Secret createLogin(Maintenance maintenance, ScratchOwner owner, String role) throws SQLException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        String verifier = PasswordUtil.encodePassword(role, secret.toCharArray(), "scram-sha-256");
        maintenance.execute("CREATE ROLE " + role + " LOGIN IN ROLE " + owner.role() + " PASSWORD '" + verifier + "'");
        maintenance.execute("ALTER ROLE " + role + " SET role = " + owner.role());
        ServerFacts facts = ServerFacts.read(maintenance.connection());
        if (!facts.superuser()) {
            // to see its sessions' statements, and to end them
            maintenance.execute("GRANT " + role + " TO CURRENT_USER" + ScratchOwner.memberOptions(facts.major()));
        }
        return new Secret(secret);
    }

    /** Drops the login role, and gives to the owner what belongs to it; then lets nobody in any more. */
    void seal() throws SQLException {
        if (login.isPresent()) {
            Sessions sessions = new Sessions(Progress.SILENT);
            try (Connection inside = sessions.open(access.observer(), RunId.random(), SessionRole.WORK);
                    Statement statement = inside.createStatement()) {
                statement.execute("REASSIGN OWNED BY " + login.get() + " TO " + owner.role());
                statement.execute("DROP OWNED BY " + login.get());
            }
        }
        maintenance.execute("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false");
        for (String role : login.stream().toList()) {
            maintenance.execute("DROP ROLE " + role);
        }
    }

    /** Drops the database, whoever is connected, and its login role; never fails. */
    void drop() {
        maintenance.drop(name, login.stream().toList());
    }
}
