package dev.belay.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the server says of the database just before the backup's snapshot is taken.
 *
 * @param serverVersion such as {@code 16.4}
 * @param major such as 16
 * @param walPosition empty where the role may not ask
 * @param tables the counters
 * @param cluster what the dump leaves out
 */
record ServerRecord(
        String serverVersion, int major, Optional<String> walPosition, TableCounters tables, ClusterFacts cluster) {

    /** How long a table's lock is waited for, before the backup fails rather than queue before everybody else. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(60);

    private static final String VERSION = "SELECT split_part(current_setting('server_version'), ' ', 1)";
    private static final String MAJOR = "SELECT current_setting('server_version_num')::int / 10000";

    /** Asks before it is called, since some providers take the function away from their users. */
    private static final String POSITION = """
            SELECT CASE WHEN NOT pg_is_in_recovery()
                             AND has_function_privilege('pg_current_wal_lsn()', 'EXECUTE')
                        THEN pg_current_wal_lsn() END
            """;

    /** {@return what it says}; the sizes of tables that somebody has locked are waited for as long as a dump waits */
    static ServerRecord read(Connection connection) throws SQLException {
        Rows.execute(connection, "SET lock_timeout = " + LOCK_WAIT.toMillis());
        return new ServerRecord(
                Rows.texts(connection, VERSION).get(0),
                Integer.parseInt(Rows.texts(connection, MAJOR).get(0)),
                Rows.texts(connection, POSITION).stream().findFirst(),
                TableCounters.read(connection),
                ClusterFactsReader.read(connection));
    }
}
