package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that are open for long: what they hold is waited for, and CREATE INDEX CONCURRENTLY waits for each of this
 * database, whatever it holds (manual, CREATE INDEX, Building Indexes Concurrently).
 */
final class LongTransactions implements Probe {

    private static final String LONG = "select " + Other.COLUMNS + """
             from pg_stat_activity a
            where a.datname = current_database() and a.pid <> pg_backend_pid() and coalesce(a.application_name, '') not like ?
              and a.backend_type = 'client backend'
              and clock_timestamp() - a.xact_start >= ? * interval '1 millisecond'
            order by a.xact_start""";

    private static final String LIST = "SELECT pid, usename, application_name, state, xact_start FROM pg_stat_activity"
            + " WHERE datname = current_database() AND xact_start < now() - interval '%d seconds' ORDER BY xact_start;";

    /** The words that stand for a query that somebody may not see ({@code pgstatfuncs.c}). */
    private static final String HIDDEN = """
            select count(*), quote_ident(current_user) from pg_stat_activity a
             where a.datname = current_database() and a.pid <> pg_backend_pid() and coalesce(a.application_name, '') not like ?
               and a.usename is not null and a.query = '<insufficient privilege>'""";

    @Override
    public String subject() {
        return "long transactions";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        var conditions = new ArrayList<Condition>();
        List<Other> found = Rows.list(
                connection,
                LONG,
                Other::read,
                request.ownSessions(),
                request.longTransaction().toMillis());
        found.stream()
                .limit(Listed.NAMES)
                .forEach(session -> conditions.add(Condition.warning(
                        "a long transaction: " + session.describe(), "Let it end, or end it: " + session.terminate())));
        if (found.size() > Listed.NAMES) {
            conditions.add(Condition.warning(
                    Listed.count(found.size() - Listed.NAMES, "more long transaction"),
                    "List them: " + LIST.formatted(request.longTransaction().toSeconds())));
        }
        Rows.<Void>one(
                connection,
                HIDDEN,
                row -> {
                    if (row.getLong(1) > 0) {
                        conditions.add(hidden(row.getLong(1), row.getString(2)));
                    }
                    return null;
                },
                request.ownSessions());
        return found.isEmpty()
                ? Sight.of(conditions)
                : Sight.of(Listed.count(found.size(), "long transaction"), conditions);
    }

    private static Condition hidden(long sessions, String role) {
        return Condition.warning(
                "the role " + role + " may not see what " + Listed.count(sessions, "session")
                        + " of other roles in this database do: long transactions among them are not told of",
                "As a superuser: GRANT pg_read_all_stats TO " + role + ";");
    }
}
