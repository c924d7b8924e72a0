package dev.belay.server;

import java.sql.SQLException;

/**
 * Drops what killed runs left on a shared server, and filled databases that nobody has used for long. Only what bears
 * our names and no comment but ours, belongs to a role that this session has the rights of, and has nobody connected.
 *
 * @param maintenance the session
 */
record ScratchSweep(Maintenance maintenance) {

    /** As many as a few projects with a few branches each need; one that was used since yesterday is kept anyway. */
    private static final int KEPT = 12;

    /** When a filled database {@code d} was last used, as its comment says. */
    static final String LAST_USED =
            "substring(shobj_description(pg_database.oid, 'pg_database') from 'last used ([0-9TZ:-]{20})$')::timestamptz";

    /**
     * Of a name: made more than an hour ago, by a run of which there is no session. A run that lives has one that is
     * named after it, except for moments; therefore the hour.
     */
    private static final String ABANDONED = """
            to_timestamp(('x' || split_part(%1$s, '_', 3))::bit(32)::bigint) < now() - interval '1 hour'
               AND NOT EXISTS (SELECT FROM pg_stat_activity a
                                WHERE a.application_name LIKE 'belay ' || split_part(%1$s, '_', 4) || ' %%')
            """;

    private static final String DATABASES = """
            SELECT format('DROP DATABASE IF EXISTS %%I', datname)
              FROM pg_database
             WHERE datname ~ ?
               AND coalesce(shobj_description(oid, 'pg_database'), 'Belay:') LIKE 'Belay:%%'
               AND pg_has_role(current_user, datdba, 'USAGE')
               AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = pg_database.oid)
               AND %s
            """.formatted(ABANDONED.formatted("pg_database.datname"));

    private static final String ROLES = """
            SELECT format('DROP ROLE IF EXISTS %%I', rolname)
              FROM pg_roles
             WHERE rolname ~ ? AND rolcanlogin AND NOT rolsuper
               AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.usesysid = pg_roles.oid)
               AND %s
            """.formatted(ABANDONED.formatted("pg_roles.rolname"));

    private static final String FILLED = """
            WITH ours AS (
                  SELECT datname, oid, %s AS used
                    FROM pg_database
                   WHERE datname ~ ?
                     AND shobj_description(oid, 'pg_database') LIKE 'Belay:%%'
                     AND pg_has_role(current_user, datdba, 'USAGE')),
                 ranked AS (
                  SELECT *, row_number() OVER (ORDER BY used DESC) AS place FROM ours WHERE used IS NOT NULL)
            SELECT format('DROP DATABASE IF EXISTS %%I', datname)
              FROM ranked
             WHERE (used < now() - interval '30 days' OR place > %d AND used < now() - interval '25 hours')
               AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = ranked.oid)
            """.formatted(LAST_USED, KEPT);

    /** Drops what it may; what it may not, or what is just being used, stays. */
    void run() throws SQLException {
        drop(DATABASES, ScratchName.DATABASE_PATTERN);
        drop(ROLES, ScratchName.ROLE_PATTERN);
        drop(FILLED, ScratchName.FILLED_PATTERN);
    }

    private void drop(String query, String names) throws SQLException {
        for (String drop : maintenance.ask(query, names)) {
            maintenance.attempt(drop);
        }
    }
}
