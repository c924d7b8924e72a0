package dev.belay.backup;

import dev.belay.outcome.RunId;
import dev.belay.postgres.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who else is connected to a database. */
final class OtherSessions {

    private static final String OTHERS = "SELECT " + Fence.SESSION
            + " FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()"
            + " AND starts_with(application_name, ?) IS NOT TRUE AND" + Fence.SOMEBODYS;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private OtherSessions() {}

    /**
     * {@return those that are still there after a while, for people} A session that was closed is there a little longer.
     *
     * @param own a run whose sessions do not count
     * @param patience how long they are waited for
     */
    static List<String> staying(Connection connection, String database, Optional<RunId> own, Duration patience)
            throws SQLException {
        String names = own.map(run -> "belay " + run + " ").orElse(null);
        long begin = System.nanoTime();
        List<String> others = Rows.texts(connection, OTHERS, database, names);
        while (!others.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
            Pause.of(BETWEEN_LOOKS);
            others = Rows.texts(connection, OTHERS, database, names);
        }
        return others;
    }
}
