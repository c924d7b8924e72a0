package dev.belay.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Databases on a shared server that hold a content and are copied from then on. One is made under another name, which is
 * changed when it is complete: of several runs that make the same, the first to do so wins.
 *
 * @param maintenance the session
 * @param owner of the databases
 * @param name of what this run makes
 */
record FilledDatabases(Maintenance maintenance, ScratchOwner owner, ScratchName name) {

    private static final int DIGITS = 40;
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String PATIENCE = "10min";

    private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)";

    /** The comment is rewritten once a day at most: two sessions that do so at once disturb each other. */
    private static final String TOUCH = """
            SELECT format('COMMENT ON DATABASE %%I IS %%L', datname,
                          'Belay: a replayed history, which is copied to try scripts on; may be dropped; last used '
                          || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
              FROM pg_database
             WHERE datname = ?
               AND coalesce(%s < now() - interval '1 day', true)
            """.formatted(ScratchSweep.LAST_USED);

    /** {@return the database with that content, made unless it is there} */
    String get(ScratchContent content) throws SQLException {
        String filled = ScratchName.FILLED_PREFIX + digest(content.key() + " " + owner.role());
        if (!maintenance.holds(EXISTS, filled)) {
            boolean locked = lock(filled);
            try {
                if (!maintenance.holds(EXISTS, filled)) {
                    fill(content, filled);
                }
            } finally {
                if (locked) {
                    maintenance.ask("SELECT pg_advisory_unlock(hashtextextended(?, 0))", filled);
                }
            }
        }
        for (String comment : maintenance.ask(TOUCH, filled)) {
            maintenance.attempt(comment);
        }
        return filled;
    }

    private void fill(ScratchContent content, String filled) throws SQLException {
        SharedDatabase database = SharedDatabase.empty(maintenance, owner, name);
        try {
            content.filler().fill(database.access());
            database.seal();
            maintenance.persist("ALTER DATABASE " + database.name() + " RENAME TO " + filled);
        } catch (SQLException e) {
            database.drop();
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        } catch (RuntimeException e) {
            database.drop();
            throw e;
        }
    }

    /** Waits for another run that fills the same; not for ever, as the rename decides in the end. */
    private boolean lock(String filled) throws SQLException {
        if (maintenance.holds("SELECT pg_try_advisory_lock(hashtextextended(?, 0))", filled)) {
            return true;
        }
        maintenance.progress().info("Waiting for another build that replays the same history");
        maintenance.execute("SET lock_timeout = '" + PATIENCE + "'");
        try {
            maintenance.ask("SELECT pg_advisory_lock(hashtextextended(?, 0))", filled);
            return true;
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            return false;
        } finally {
            maintenance.execute("RESET lock_timeout");
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
