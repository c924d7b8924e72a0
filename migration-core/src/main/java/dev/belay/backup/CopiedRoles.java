package dev.belay.backup;

import dev.belay.backup.ClusterFacts.Role;
import dev.belay.outcome.Progress;
import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets the roles of a copy do what they may do in the original; only where nobody else uses the copy's server. */
public final class CopiedRoles {

    /** Nobody logs in as one of them. */
    private static final Set<String> ATTRIBUTES =
            Set.of("SUPERUSER", "NOINHERIT", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS");

    private CopiedRoles() {}

    /**
     * Gives them attributes and memberships; nothing is taken away.
     *
     * @param admin a superuser's session on the copy's server
     * @param facts of the original
     * @param progress hears as details what this server does not have
     */
    public static void complete(Connection admin, ClusterFacts facts, Progress progress) {
        for (Role role : facts.roles()) {
            if (role.name().startsWith("pg_")) {
                continue; // the server's own
            }
            String attributes = Arrays.stream(role.attributes().split(" "))
                    .filter(ATTRIBUTES::contains)
                    .collect(Collectors.joining(" "));
            if (!attributes.isEmpty()) {
                attempt(admin, "ALTER ROLE " + Quoted.name(role.name()) + " " + attributes, progress);
            }
            for (String group : role.memberOf()) {
                attempt(admin, "GRANT " + Quoted.name(group) + " TO " + Quoted.name(role.name()), progress);
            }
        }
    }

    private static void attempt(Connection admin, String sql, Progress progress) {
        try {
            Rows.execute(admin, sql);
        } catch (SQLException e) {
            progress.detail("on the copy: " + sql + ": " + e.getMessage());
        }
    }
}
