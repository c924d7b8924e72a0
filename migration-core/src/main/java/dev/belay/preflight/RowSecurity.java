package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Tables of which row security would hide rows from a dump: {@code pg_dump} sets {@code row_security = off}, and the
 * server then refuses the query rather than leave rows out; a dump of the schema reads no rows. Who is exempt is as {@code check_enable_rls} in the server's
 * {@code rls.c} has it: superusers, roles with BYPASSRLS, and owners unless FORCE ROW LEVEL SECURITY is set.
 */
final class RowSecurity implements Probe {

    private static final String QUERY = """
            select format('%I.%I', n.nspname, c.relname), quote_ident(current_user)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and c.relrowsecurity
               and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
               and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
               and (c.relforcerowsecurity or not pg_has_role(c.relowner, 'USAGE'))
             order by 1""";

    @Override
    public String subject() {
        return "row security";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (request.dump() != PreflightRequest.Dump.ALL) {
            return Sight.NOTHING;
        }
        List<String[]> hidden = Rows.list(connection, QUERY, row -> new String[] {row.getString(1), row.getString(2)});
        if (hidden.isEmpty()) {
            return Sight.NOTHING;
        }
        String role = hidden.get(0)[1];
        return Sight.of(List.of(Condition.refusal(
                "row security would hide rows of "
                        + Listed.names(hidden.stream().map(row -> row[0]).toList()) + " from the role " + role
                        + ": a dump of the database would fail",
                "As a superuser: ALTER ROLE " + role + " BYPASSRLS; or run as the tables' owner.")));
    }
}
