package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Pause;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Databases that a run makes: with its name in the comment, by which alone they are dropped. */
public final class OwnDatabase {

    /** NAMEDATALEN - 1 (pg_config_manual.h): PostgreSQL cuts longer names without asking. */
    static final int LONGEST_NAME = 63;

    private static final Set<String> PASSING = Set.of("55006", "42501");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private OwnDatabase() {}

    /** {@return what a backup of a database is called when it is a copy, and a copy beside the original for a rehearsal} */
    public static String copy(String original, RunId run) {
        return name(original, "_belay_" + run);
    }

    /** {@return what a backup of a database is restored into before it takes its place} */
    public static String restored(String original, RunId run) {
        return name(original, "_restored_" + run);
    }

    /**
     * {@return {@code <name><ending>}, the name cut so that PostgreSQL does not cut the ending}
     *
     * @param ending ASCII
     */
    public static String name(String name, String ending) {
        int room = LONGEST_NAME - ending.length();
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (int point : name.codePoints().toArray()) {
            String character = Character.toString(point);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > room) {
                break;
            }
            cut.append(character);
        }
        return cut + ending;
    }

    /**
     * Drops a database, whoever is connected, if a run has made it; else, or when it is gone, nothing happens.
     *
     * @param maintenance another database of the server
     * @param run the run that has made it
     * @return whether it was dropped
     * @throws dev.belay.outcome.EnvironmentException when the server cannot be reached
     * @throws SQLException when it does not let us
     */
    public static boolean drop(ConnectionSettings maintenance, String database, RunId run, Sessions sessions)
            throws SQLException {
        try (Connection connection = sessions.open(maintenance, run, SessionRole.LOCK)) {
            return drop(connection, database, run);
        }
    }

    static boolean drop(Connection connection, String database, RunId run) throws SQLException {
        if (!isOf(connection, database, run)) {
            return false;
        }
        long begin = System.nanoTime();
        while (true) {
            try {
                Rows.execute(connection, "DROP DATABASE IF EXISTS " + Quoted.name(database) + " WITH (FORCE)");
                return true;
            } catch (SQLException e) {
                // an autovacuum worker is there, which only a superuser may end
                if (!PASSING.contains(String.valueOf(e.getSQLState()))
                        || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
                Pause.of(BETWEEN_ATTEMPTS);
            }
        }
    }

    /** What became of a database that is to be kept. */
    public enum Keeping {
        /** No run drops it. */
        KEPT,
        /** The fence of the original is still up, and is known by this one: whoever takes it down drops this one. */
        LEFT,
        /** It is not there under this name, or not the run's. */
        GONE
    }

    /**
     * Keeps a database from being dropped behind its run.
     *
     * @param maintenance another database of the server
     * @param original in whose place it did not come
     * @param run the run that has made it
     * @throws dev.belay.outcome.EnvironmentException when the server cannot be reached
     * @throws SQLException when it does not let us
     */
    public static Keeping keep(
            ConnectionSettings maintenance, String database, String original, RunId run, Sessions sessions)
            throws SQLException {
        try (Connection connection = sessions.open(maintenance, run, SessionRole.LOCK)) {
            if (!isOf(connection, database, run)) {
                return Keeping.GONE;
            }
            boolean open = !Rows.texts(
                            connection, "SELECT 1 FROM pg_database WHERE datname = ? AND datallowconn", original)
                    .isEmpty();
            if (!open) {
                return Keeping.LEFT;
            }
            mark(connection, database, new DatabaseComment(run, Purpose.KEPT, original));
            return Keeping.KEPT;
        }
    }

    static void mark(Connection connection, String database, DatabaseComment comment) throws SQLException {
        Rows.execute(
                connection, "COMMENT ON DATABASE " + Quoted.name(database) + " IS " + Quoted.text(comment.toString()));
    }

    static boolean exists(Connection connection, String database) throws SQLException {
        return !Rows.texts(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)
                .isEmpty();
    }

    /** {@return whether there is such a database, and the run has made it} */
    static boolean isOf(Connection connection, String database, RunId run) throws SQLException {
        return Rows.texts(
                        connection,
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?",
                        database)
                .stream()
                .anyMatch(comment ->
                        DatabaseComment.run(comment).filter(run::equals).isPresent());
    }
}
