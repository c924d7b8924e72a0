package dev.belay.preflight;

import dev.belay.postgres.Rows;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Who holds locks on the tables that the scripts are going to lock strongly, their partitions included. A weak lock counts
 * when it is held for a second: on a busy table there is always one of a query that is about to end. An autovacuum gives
 * way by itself, unless it runs to prevent a wraparound (manual, Routine Vacuuming).
 */
final class LockHolders implements Probe {

    private static final String QUERY = "select " + Other.COLUMNS + """
            , format('%I.%I', n.nspname, c.relname), l.mode
              from pg_locks l
              join pg_stat_activity a on a.pid = l.pid
              join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
             where l.locktype = 'relation' and l.granted
               and l.database = (select oid from pg_database where datname = current_database())
               and a.pid <> pg_backend_pid() and coalesce(a.application_name, '') not like ?
               and (l.mode in ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock',
                               'ShareUpdateExclusiveLock')
                    or a.xact_start is null or clock_timestamp() - a.xact_start >= interval '1 s')
               and (a.usename is not null or a.query like '%to prevent wraparound%')
               and l.relation in (
                 with recursive named (schema, name) as (
                   select nullif(s, ''), t from unnest(?::text[], ?::text[]) x (s, t)
                 ), tree as (
                   select r.oid from named
                     join pg_class r on r.relname = named.name
                     join pg_namespace s on s.oid = r.relnamespace
                    where case when named.schema is null then pg_table_is_visible(r.oid)
                               else s.nspname = named.schema end
                   union
                   select i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid
                 ) select oid from tree)
             order by a.xact_start, a.pid, 6, l.mode""";

    private record Held(Other session, String table, String mode) {}

    @Override
    public String subject() {
        return "the locks on the tables concerned";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (request.tables().isEmpty()) {
            return Sight.NOTHING;
        }
        String[] schemas = request.tables().stream()
                .map(QualifiedName::schema)
                .map(schema -> schema.orElse(""))
                .toArray(String[]::new);
        String[] names = request.tables().stream().map(QualifiedName::name).toArray(String[]::new);
        List<Held> held = Rows.list(
                connection,
                QUERY,
                row -> new Held(Other.read(row), row.getString(6), row.getString(7)),
                request.ownSessions(),
                schemas,
                names);
        if (held.isEmpty()) {
            return Sight.NOTHING;
        }
        var sessions = new LinkedHashSet<Integer>();
        held.forEach(lock -> sessions.add(lock.session().pid()));
        var conditions = new ArrayList<Condition>();
        sessions.stream().limit(Listed.NAMES).forEach(pid -> conditions.add(condition(pid, held)));
        long tables = held.stream().map(Held::table).distinct().count();
        return Sight.of(
                (sessions.size() == 1 ? "1 session holds" : sessions.size() + " sessions hold") + " locks on "
                        + (tables == 1 ? held.get(0).table() : Listed.count(tables, "table")),
                conditions);
    }

    private static Condition condition(int pid, List<Held> all) {
        List<Held> held =
                all.stream().filter(lock -> lock.session().pid() == pid).toList();
        Other session = held.get(0).session();
        List<String> locks =
                held.stream().map(lock -> lock.mode() + " on " + lock.table()).toList();
        return Condition.warning(
                session.describe() + " holds " + Listed.names(locks) + ", which a pending script will wait for",
                "Let it end, or end it: " + session.terminate());
    }
}
