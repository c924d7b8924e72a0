package dev.belay.rehearsal;

import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.migrate.StatementSender;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes which tables scripts write to, by the locks of their transactions: INSERT, UPDATE, DELETE and MERGE take ROW
 * EXCLUSIVE, also inside of functions, and nothing else does (explicit-locking). What runs without a transaction has let
 * go of its locks when it can be asked; such scripts are noted by name, unless all that they do cannot run in one, which
 * writes no rows.
 */
final class WrittenTables implements StatementExecution {

    private static final String LOCKED = "SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_locks l"
            + " JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    /** TRUNCATE and every rewrite give a table another file. */
    private static final String FILES = "SELECT format('%I.%I', n.nspname, c.relname), pg_relation_filenode(c.oid)"
            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    private final Set<String> tables = new TreeSet<>();
    private final Set<String> unseen = new TreeSet<>();

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript script, Statement statement)
            throws SQLException {
        Optional<SQLWarning> said = StatementSender.send(connection, statement, 0);
        if (!connection.getAutoCommit()) {
            try (var query = connection.createStatement();
                    var row = query.executeQuery(LOCKED)) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
        } else if (!statement.autocommitOnly()) {
            unseen.add(script.file().script());
        }
        return said;
    }

    /** {@return the file of each table now} */
    static Map<String, Long> files(Connection connection) throws SQLException {
        Map<String, Long> files = new HashMap<>();
        try (var query = connection.createStatement();
                var row = query.executeQuery(FILES)) {
            while (row.next()) {
                files.put(row.getString(1), row.getLong(2));
            }
        }
        return files;
    }

    /**
     * {@return the tables that were written to, and those that have another file now, quoted and qualified}
     *
     * @param before the files before the first script
     * @param after those behind the last
     */
    Set<String> tables(Map<String, Long> before, Map<String, Long> after) {
        var all = new TreeSet<>(tables);
        before.forEach((table, file) -> {
            if (after.containsKey(table) && !after.get(table).equals(file)) {
                all.add(table);
            }
        });
        return all;
    }

    /** {@return the scripts that may have written rows without a transaction} */
    Set<String> unseen() {
        return unseen;
    }
}
