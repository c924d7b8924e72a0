package dev.belay.command;

import dev.belay.backup.WritesSince;
import dev.belay.backup.WritesSince.TableWrites;
import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.StatementExecution;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the rows that a run's own scripts write, so that they are not taken for somebody else's: after each statement of
 * a transaction it asks what that transaction has written so far (pg_stat_xact_user_tables). What runs without a
 * transaction is not seen, and counts as somebody else's.
 */
final class OwnWrites implements StatementExecution {

    private static final String WRITTEN = "SELECT schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del"
            + " FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0";

    /** The row of the history is written behind the last statement. */
    private static final long ANY = Long.MAX_VALUE / 2;

    private final StatementExecution execution;
    private final Map<Table, Long> ended = new HashMap<>();
    private Map<Table, Long> current = Map.of();
    private PreparedScript script;

    private record Table(String schema, String name) {}

    OwnWrites(StatementExecution execution) {
        this.execution = execution;
    }

    @Override
    public Optional<SQLWarning> run(Connection connection, PreparedScript next, Statement statement)
            throws SQLException {
        if (next != script) {
            keep();
            script = next;
        }
        Optional<SQLWarning> said = execution.run(connection, next, statement);
        if (!connection.getAutoCommit()) {
            current = written(connection);
        }
        return said;
    }

    private void keep() {
        current.forEach((table, rows) -> ended.merge(table, rows, Long::sum));
        current = Map.of();
    }

    private static Map<Table, Long> written(Connection connection) throws SQLException {
        Map<Table, Long> written = new HashMap<>();
        try (var query = connection.createStatement();
                var row = query.executeQuery(WRITTEN)) {
            while (row.next()) {
                written.put(new Table(row.getString(1), row.getString(2)), row.getLong(3));
            }
        }
        return written;
    }

    /**
     * {@return what the run's scripts have written so far}
     *
     * @param historySchema of the history table
     * @param historyTable its name
     */
    WritesSince soFar(String historySchema, String historyTable) {
        keep();
        List<TableWrites> own = new ArrayList<>();
        ended.forEach((table, rows) -> own.add(new TableWrites(table.schema(), table.name(), OptionalLong.of(rows))));
        own.removeIf(
                table -> table.schema().equals(historySchema) && table.table().equals(historyTable));
        own.add(new TableWrites(historySchema, historyTable, OptionalLong.of(ANY)));
        return new WritesSince(own);
    }
}
