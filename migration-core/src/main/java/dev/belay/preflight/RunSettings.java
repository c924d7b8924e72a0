package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Settings that the server, the database or the role gives every session, and that a run does not expect: those that cut
 * it off, and the one under which neither triggers nor foreign keys fire.
 */
final class RunSettings implements Probe {

    /** {@code reset_val} is what the session began with, whatever this transaction has set. */
    private static final String QUERY = """
            select name, reset_val || coalesce(' ' || unit, ''), quote_ident(current_user), name = 'session_replication_role'
              from pg_settings
             where (name in ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')
                    and reset_val <> '0')
                or (name = 'session_replication_role' and reset_val <> 'origin')
             order by name""";

    @Override
    public String subject() {
        return "the settings";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        List<Condition> conditions = Rows.list(
                connection,
                QUERY,
                row -> Condition.warning(
                        row.getString(1) + " is " + row.getString(2) + " by default for the role " + row.getString(3)
                                + (row.getBoolean(4)
                                        ? ": triggers do not fire and foreign keys are not checked"
                                        : ": it may end a long script"),
                        "ALTER ROLE " + row.getString(3) + " SET " + row.getString(1) + " = "
                                + (row.getBoolean(4) ? "origin" : "0") + ";"));
        return Sight.of(conditions);
    }
}
