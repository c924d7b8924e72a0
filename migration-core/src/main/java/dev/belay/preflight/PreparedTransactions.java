package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that were prepared for a commit in two phases: they hold their locks until somebody ends them, also over
 * a restart, and a database that has one can be neither renamed nor dropped in peace.
 */
final class PreparedTransactions implements Probe {

    private static final String QUERY = """
            select quote_literal(gid), owner, (extract(epoch from clock_timestamp() - prepared) * 1000)::bigint
              from pg_prepared_xacts where database = current_database() order by prepared""";

    @Override
    public String subject() {
        return "prepared transactions";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        var conditions = new ArrayList<Condition>();
        List<String> found = Rows.list(connection, QUERY, row -> {
            String gid = row.getString(1);
            String age = Listed.time(Duration.ofMillis(Math.max(0, row.getLong(3))));
            conditions.add(Condition.warning(
                    "the prepared transaction " + gid + " of role " + row.getString(2) + " is open for " + age
                            + " and keeps its locks until it is ended"
                            + (request.mayRestore() ? "; a restore by swap is refused while it is there" : ""),
                    "COMMIT PREPARED " + gid + "; or ROLLBACK PREPARED " + gid + ";"));
            return gid;
        });
        return found.isEmpty()
                ? Sight.NOTHING
                : Sight.of(Listed.count(found.size(), "prepared transaction"), conditions);
    }
}
