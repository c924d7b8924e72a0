package dev.belay.trace;

import dev.belay.script.QualifiedName;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks {@code pg_locks} for the locks of a session on the relations of users, and on those catalogues of the whole server
 * that it has written to.
 */
final class LockQuery {

    private static final String LOCKS = """
            SELECT x.oid, x.nspname, x.relname, x.relkind, x.mode, x.granted, x.file,
                   pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')
              FROM (SELECT) AS one
              LEFT JOIN (
                   SELECT l.relation AS oid, n.nspname, c.relname, c.relkind, l.mode, l.granted,
                          CASE WHEN c.relkind IN ('r', 'm', 'i') THEN pg_catalog.pg_relation_filenode(c.oid) END AS file
                     FROM pg_catalog.pg_locks l
                     LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
                     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE l.pid = %s AND l.locktype = 'relation' AND l.mode <> 'AccessShareLock'
                      AND (l.database = (SELECT d.oid FROM pg_catalog.pg_database d
                                          WHERE d.datname = pg_catalog.current_database())
                       AND (n.nspname IS NULL OR n.nspname NOT IN
                            ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace'))
                       OR l.database = 0 AND l.mode = 'RowExclusiveLock' AND c.relname IN
                            ('pg_authid', 'pg_auth_members', 'pg_database', 'pg_tablespace', 'pg_db_role_setting',
                             'pg_parameter_acl'))) AS x ON true""";

    private final Relations relations;
    private final String historyTable;

    /** @param historyTable Flyway's own, which every script locks */
    LockQuery(Relations relations, String historyTable) {
        this.relations = relations;
        this.historyTable = historyTable;
    }

    /** {@return the query for the session that asks} */
    static String own() {
        return LOCKS.formatted("pg_catalog.pg_backend_pid()");
    }

    /** {@return the query for another session} */
    static String of(int pid) {
        return LOCKS.formatted(pid);
    }

    /**
     * What one look showed.
     *
     * @param wal the place in the WAL, in bytes from its beginning
     */
    record Look(List<LockRow> locks, long wal) {}

    /** {@return the answer; relations that are being dropped have no name any more, and are known by their id} */
    Look read(ResultSet row) throws SQLException {
        var locks = new ArrayList<LockRow>();
        long wal = 0;
        while (row.next()) {
            wal = row.getLong(8);
            long oid = row.getLong(1);
            Optional<Relation> relation = row.wasNull() ? Optional.empty() : relation(oid, row);
            if (relation.isPresent() && !relation.get().name().name().equals(historyTable)) {
                locks.add(new LockRow(
                        oid, relation.get(), LockMode.of(row.getString(5)), row.getLong(7), row.getBoolean(6)));
            }
        }
        return new Look(locks, wal);
    }

    private Optional<Relation> relation(long oid, ResultSet row) throws SQLException {
        Optional<Relation> known = relations.before(oid);
        if (known.isPresent() || row.getString(3) == null) {
            return known;
        }
        var name = QualifiedName.of(row.getString(2), row.getString(3));
        return Optional.of(new Relation(name, row.getString(4).charAt(0), false));
    }
}
