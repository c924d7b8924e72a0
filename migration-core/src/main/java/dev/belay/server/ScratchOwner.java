package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ServerFacts;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * The role that owns the scratch databases of a shared server. It cannot log in; each run's own login role becomes it at
 * once. So what a copied database holds belongs to whom it is opened for.
 *
 * @param role its name, quoted where that is needed
 * @param separate whether it is a role of its own; else it is the one in the URL, which may not create others
 */
record ScratchOwner(String role, boolean separate) {

    private static final String PLAIN = "belay_scratch";
    private static final String SUPERUSER = "belay_superuser";

    /** From 16 on CREATEROLE leads to no role but those that it made (PostgreSQL manual, Role Attributes). */
    private static final int CREATEROLE_IS_SAFE = 16;

    private static final String DUPLICATE_OBJECT = "42710";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Set<String> MADE_BY_ANOTHER = Set.of(DUPLICATE_OBJECT, UNIQUE_VIOLATION);

    /**
     * {@return the owner, made if it was not there}
     *
     * @param superuser whether scripts were to run as one
     * @param exclusive whether the whole server is this run's, so that scripts may make roles
     */
    static ScratchOwner require(Maintenance maintenance, boolean superuser, boolean exclusive) throws SQLException {
        boolean almighty = rights(maintenance, "rolsuper");
        if (superuser && !almighty) {
            throw new RefusalException(Problem.of(
                    "scripts cannot run as a superuser on the scratch server "
                            + maintenance.settings().server() + ": its role is none",
                    "Leave out db.scratch.superuser, or name a superuser, or an image or the embedded server, in"
                            + " db.scratch."));
        }
        if (!almighty && !rights(maintenance, "rolcreatedb")) {
            throw new EnvironmentException(Problem.of(
                    "The role of the scratch server " + maintenance.settings().server() + " may not create databases.",
                    "let it, as a superuser: ALTER ROLE ... CREATEDB; or use another server."));
        }
        if (!almighty && !rights(maintenance, "rolcreaterole")) {
            return new ScratchOwner(
                    maintenance.ask("SELECT quote_ident(current_user)").get(0), false);
        }
        String role = superuser ? SUPERUSER : PLAIN;
        int major = ServerFacts.read(maintenance.connection()).major();
        create(maintenance, role, superuser, exclusive && major >= CREATEROLE_IS_SAFE);
        if (!almighty) {
            join(maintenance, role, major);
        }
        return new ScratchOwner(role, true);
    }

    /** {@return the end of a GRANT by which a member has all rights of the role, whatever its defaults} */
    static String memberOptions(int major) {
        return major >= CREATEROLE_IS_SAFE ? " WITH INHERIT TRUE, SET TRUE" : "";
    }

    private static boolean rights(Maintenance maintenance, String column) throws SQLException {
        return maintenance.holds("SELECT " + column + " FROM pg_roles WHERE rolname = current_user");
    }

    private static void create(Maintenance maintenance, String role, boolean superuser, boolean createRole)
            throws SQLException {
        String look = "SELECT rolsuper::text || ' ' || rolcanlogin::text FROM pg_roles WHERE rolname = ?";
        if (maintenance.ask(look, role).isEmpty()) {
            try {
                maintenance.execute("CREATE ROLE " + role + " NOLOGIN" + (superuser ? " SUPERUSER" : "")
                        + (createRole ? " CREATEROLE" : ""));
            } catch (SQLException e) {
                if (!MADE_BY_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
        }
        if (!maintenance.ask(look, role).equals(List.of(superuser + " false"))) {
            throw new RefusalException(Problem.of(
                    "the role " + role + " on the scratch server "
                            + maintenance.settings().server() + " can log in, or "
                            + (superuser ? "is no superuser" : "is a superuser"),
                    "Rename or drop that role: the owner of scratch databases has its name."));
        }
    }

    private static void join(Maintenance maintenance, String role, int major) throws SQLException {
        String privilege = major >= CREATEROLE_IS_SAFE ? "SET" : "MEMBER";
        if (!maintenance.holds(
                "SELECT pg_has_role(current_user, ?, 'USAGE') AND pg_has_role(current_user, ?, '" + privilege + "')",
                role,
                role)) {
            maintenance.execute("GRANT " + role + " TO CURRENT_USER" + memberOptions(major));
        }
    }
}
