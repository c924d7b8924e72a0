package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How near the server is to running out of transaction ids: at about 2.1 billion it refuses to write (manual, Preventing
 * Transaction ID Wraparound Failures), and long before that VACUUMs run that give way to nobody.
 */
final class Wraparound implements Probe {

    private static final long NEAR = 1_500_000_000L;

    /** A sequence of ids is shared by all databases: the oldest of them stops the server. */
    private static final String QUERY = """
            select quote_ident(datname), greatest(age(datfrozenxid), mxid_age(datminmxid))::bigint
              from pg_database where datallowconn order by 2 desc limit 1""";

    private final long near;

    Wraparound() {
        this(NEAR);
    }

    /** @param near from which age on it is told of */
    Wraparound(long near) {
        this.near = near;
    }

    @Override
    public String subject() {
        return "the age of transaction ids";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        return Rows.one(
                connection,
                QUERY,
                row -> row.getLong(2) < near
                        ? Sight.NOTHING
                        : Sight.of(List.of(Condition.warning(
                                "the oldest transaction id of the database " + row.getString(1) + " is "
                                        + String.format(Locale.ROOT, "%.1f", row.getLong(2) / 1e9)
                                        + " billion old; near 2.1 billion the server refuses to write",
                                "End old transactions, prepared ones and unused slots, then VACUUM the oldest tables"
                                        + " of that database (order by age(relfrozenxid) desc)."))));
    }
}
