package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the role could bring a backup back beside the database and put it in its place: create a database, rename this
 * one (manual, ALTER DATABASE: its owner, who also has CREATEDB), end its sessions, give objects to their owners and
 * create extensions that are not trusted. The run goes on without: a restore is the last way back of several.
 */
final class RestorePrivileges implements Probe {

    /** Who gives something away must be able to become the new owner (manual, ALTER TABLE); from 16 on that is SET. */
    private static final String OWNERS = """
            select distinct quote_ident(pg_get_userbyid(c.relowner))
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
               and c.relkind in ('r', 'p', 'S', 'v', 'm', 'f')
               and not pg_has_role(c.relowner, case when current_setting('server_version_num')::int >= 160000
                                                    then 'SET' else 'MEMBER' end)
             order by 1""";

    private static final String EXTENSIONS = """
            select quote_ident(e.extname)
              from pg_extension e
              join pg_available_extension_versions v on v.name = e.extname and v.version = e.extversion
             where v.superuser and not v.trusted and e.extname <> 'plpgsql'
             order by 1""";

    @Override
    public String subject() {
        return "the privileges for a restore";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (!request.mayRestore()) {
            return Sight.NOTHING;
        }
        RunRole role = RunRole.read(connection);
        if (role.superuser()) {
            return Sight.NOTHING;
        }
        var conditions = new ArrayList<Condition>();
        ownRights(role, conditions);
        if (request.restore() == PreflightRequest.Restore.DUMP) {
            madeAgain(connection, role, conditions);
        }
        return Sight.of(conditions);
    }

    /** What only matters where each object is made again. */
    private static void madeAgain(Connection connection, RunRole role, List<Condition> conditions) throws SQLException {
        List<String> owners = Rows.list(connection, OWNERS, row -> row.getString(1));
        if (!owners.isEmpty()) {
            conditions.add(Condition.warning(
                    "the role " + role.name() + " cannot become " + Listed.names(owners)
                            + ", who own tables here: a restore could not give them back",
                    "As a superuser: GRANT " + Listed.names(owners) + " TO " + role.name() + ";"));
        }
        List<String> extensions = Rows.list(connection, EXTENSIONS, row -> row.getString(1));
        if (!extensions.isEmpty()) {
            conditions.add(Condition.warning(
                    "only a superuser creates the extension" + (extensions.size() == 1 ? " " : "s ")
                            + Listed.names(extensions) + ": a restore would not be possible with the role "
                            + role.name(),
                    "Have a superuser at hand who restores, or let one run this."));
        }
    }

    private static void ownRights(RunRole role, List<Condition> conditions) {
        if (!role.creates()) {
            conditions.add(Condition.warning(
                    "the role " + role.name()
                            + " may not create databases: a restore would not be possible with this role",
                    "As a superuser: ALTER ROLE " + role.name() + " CREATEDB;"));
        }
        if (!role.owns()) {
            conditions.add(Condition.warning(
                    "the role " + role.name() + " does not own the database " + role.database()
                            + ": a restore would not be possible with this role",
                    "As a superuser: ALTER DATABASE " + role.database() + " OWNER TO " + role.name()
                            + "; or grant it the owner's role."));
        }
        if (!role.signals()) {
            conditions.add(Condition.warning(
                    "the role " + role.name()
                            + " may not end sessions of other roles, which a restore has to do before the swap",
                    "As a superuser: GRANT pg_signal_backend TO " + role.name() + ";"));
        }
    }
}
