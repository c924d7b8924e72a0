package dev.belay.command;

import dev.belay.backup.WritesSince;
import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Counts the rows that a run's own scripts write, so that they are not taken for somebody else's: around the statements of
 * a transaction it asks what the session has written (pg_stat_xact_user_tables). That view still has what earlier
 * transactions of the session have written, up to a second ago, and nothing leaves it inside of a transaction
 * (pgstat_report_stat in pgstat.c), so what a script has written is the difference. What runs without a transaction is not
 * seen, and counts as somebody else's; so does what a statement that fails had written.
 */
final class OwnWrites implements StatementExecution {

    /** {@code xid8}, the oldest transaction that is at work. */
    private static final String HORIZON = "SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())";

    private static final String WRITTEN = "SELECT relid::bigint, n_tup_ins + n_tup_upd + n_tup_del"
            + " FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0";

    /** There may be many of them, and none drops a table. */
    private static final Pattern ROWS_ONLY =
            Pattern.compile("(?:INSERT|UPDATE|DELETE|COPY|MERGE)\\b", Pattern.CASE_INSENSITIVE);

    private final StatementExecution execution;
    private final Map<Long, Long> ended = new HashMap<>();
    private final Map<Long, Long> current = new HashMap<>();
    private final DroppedTables dropped = new DroppedTables();
    private Map<Long, Long> before = Map.of();
    private Map<Long, Long> seen = Map.of();
    private PreparedScript script;
    private boolean begun;
    private Optional<String> horizon = Optional.empty();
    private Look look = connection -> {};

    /** Looks at the database before a script. */
    @FunctionalInterface
    interface Look {

        /**
         * Does it.
         *
         * @param connection in the script's transaction, or in auto-commit mode when it runs in none
         * @throws SQLException when the script is not to run
         */
        void before(Connection connection) throws SQLException;
    }

    OwnWrites(StatementExecution execution) {
        this.execution = execution;
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript next, Statement statement)
            throws SQLException {
        if (next != script) {
            keep();
            script = next;
            if (horizon.isEmpty()) {
                horizon = Optional.of(oldestAtWork(connection));
            }
            look.before(connection);
        }
        if (connection.getAutoCommit()) {
            return execution.run(connection, next, statement);
        }
        if (!begun) {
            before = written(connection);
            seen = before;
            dropped.begin(connection);
            begun = true;
        }
        Optional<SQLWarning> said = execution.run(connection, next, statement);
        // what was written to a table that the script drops is in the view no more, and stays here
        Map<Long, Long> now = written(connection);
        now.forEach((table, rows) -> current.put(table, rows - before.getOrDefault(table, 0L)));
        if (!ROWS_ONLY.matcher(statement.sql()).lookingAt()) {
            dropped.after(connection, seen);
        }
        seen = now;
        return said;
    }

    private static String oldestAtWork(Connection connection) throws SQLException {
        try (var query = connection.createStatement();
                var row = query.executeQuery(HORIZON)) {
            row.next();
            return row.getString(1);
        }
    }

    private void keep() {
        current.forEach((table, rows) -> ended.merge(table, rows, Long::sum));
        current.clear();
        begun = false;
    }

    private static Map<Long, Long> written(Connection connection) throws SQLException {
        Map<Long, Long> written = new HashMap<>();
        try (var query = connection.createStatement();
                var row = query.executeQuery(WRITTEN)) {
            while (row.next()) {
                written.put(row.getLong(1), row.getLong(2));
            }
        }
        return written;
    }

    /** {@return the oldest transaction that was at work when the first script began, as {@code xid8}; empty before that} */
    Optional<String> horizon() {
        return horizon;
    }

    /** From now on somebody looks before each script. */
    void beforeEachScript(Look newLook) {
        look = newLook;
    }

    /**
     * {@return takes off what the run's scripts have written so far, and the history}
     *
     * @param historySchema of the history table
     * @param historyTable its name
     */
    UnaryOperator<WritesSince> soFar(String historySchema, String historyTable) {
        keep();
        Map<Long, Long> own = Map.copyOf(ended);
        Map<Long, Long> last = dropped.written();
        return writes -> writes.withoutTable(historySchema, historyTable)
                .withDropped(last)
                .without(own);
    }
}
