package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the role of the run may do to databases (manual, CREATE DATABASE and ALTER DATABASE).
 *
 * @param name in quotes where SQL needs them
 * @param database likewise, the one that it is connected to
 * @param creates whether it creates databases
 * @param owns whether it has the rights of that database's owner
 * @param template whether whoever creates databases may copy that one
 * @param signals whether it may end sessions of other roles
 */
record RunRole(
        String name,
        String database,
        boolean superuser,
        boolean creates,
        boolean owns,
        boolean template,
        boolean signals) {

    private static final String QUERY = """
            select quote_ident(current_user), quote_ident(d.datname), r.rolsuper, r.rolsuper or r.rolcreatedb,
                   pg_has_role(d.datdba, 'USAGE'), d.datistemplate, pg_has_role('pg_signal_backend', 'USAGE')
              from pg_database d, pg_roles r
             where d.datname = current_database() and r.rolname = current_user""";

    static RunRole read(Connection connection) throws SQLException {
        return Rows.one(
                connection,
                QUERY,
                row -> new RunRole(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getBoolean(7)));
    }
}
