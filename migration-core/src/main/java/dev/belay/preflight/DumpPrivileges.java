package dev.belay.preflight;

import dev.belay.postgres.Rows;
import dev.belay.preflight.PreflightRequest.Dump;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the role may read all that a dump reads: {@code pg_dump} locks every table and reads every table, sequence and
 * large object (manual, pg_dump, Notes: it "must be able to read"), and stops at the first that it may not. Members of
 * extensions are left out as it leaves them out, but for those that an extension marked as configuration. A dump of the
 * schema locks the tables, for which it needs the same right as for reading them (manual, LOCK), and reads nothing of them.
 */
final class DumpPrivileges implements Probe {

    /** Parameters: whether rows are read too, twice. */
    private static final String RELATIONS = """
            select format('%I.%I', n.nspname, c.relname), quote_ident(current_user)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where (c.relkind in ('r', 'p') or c.relkind = 'S' and ?) and c.relpersistence <> 't'
               and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
               and not (has_schema_privilege(n.oid, 'USAGE')
                        and case c.relkind when 'S' then has_sequence_privilege(c.oid, 'SELECT')
                                           else has_table_privilege(c.oid, 'SELECT') end)
               and not exists (
                 select from pg_depend d join pg_extension e on e.oid = d.refobjid
                  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                    and d.refclassid = 'pg_extension'::regclass and not (? and c.oid = any (coalesce(e.extconfig, '{}'))))
             order by 1""";

    /** A large object's default privileges are the owner's alone (manual, GRANT). */
    private static final String LARGE_OBJECTS = """
            select count(*), quote_ident(current_user)
              from pg_largeobject_metadata m
             where not (select rolsuper from pg_roles where rolname = current_user)
               and not pg_has_role(m.lomowner, 'USAGE')
               and not exists (
                 select from aclexplode(m.lomacl) a
                  where a.privilege_type = 'SELECT'
                    and (a.grantee = 0 or pg_has_role(a.grantee, 'USAGE')))""";

    @Override
    public String subject() {
        return "the privileges for a dump";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (request.dump() == Dump.NOTHING) {
            return Sight.NOTHING;
        }
        boolean rows = request.dump() == Dump.ALL;
        String fails = rows
                ? ": a dump of the database would fail"
                : ": a dump of its schema, on which scripts are rehearsed, would fail";
        var conditions = new ArrayList<Condition>();
        List<String[]> missing =
                Rows.list(connection, RELATIONS, row -> new String[] {row.getString(1), row.getString(2)}, rows, rows);
        if (!missing.isEmpty()) {
            List<String> names = missing.stream().map(row -> row[0]).toList();
            conditions.add(Condition.refusal(
                    "the role " + missing.get(0)[1] + " may not read " + Listed.names(names) + fails,
                    "As a superuser: GRANT pg_read_all_data TO " + missing.get(0)[1]
                            + "; or GRANT SELECT on each, and USAGE on its schema."));
        }
        if (rows) {
            largeObjects(connection, fails, conditions);
        }
        return Sight.of(conditions);
    }

    private static void largeObjects(Connection connection, String fails, List<Condition> conditions)
            throws SQLException {
        Rows.<Void>one(connection, LARGE_OBJECTS, row -> {
            if (row.getLong(1) > 0) {
                conditions.add(Condition.refusal(
                        "the role " + row.getString(2) + " may not read " + Listed.count(row.getLong(1), "large object")
                                + fails,
                        "As their owner: GRANT SELECT ON LARGE OBJECT ... TO " + row.getString(2)
                                + "; or run as a superuser."));
            }
            return null;
        });
    }
}
