package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The databases that killed runs have left: copies for a rehearsal, restored backups that never took the place of the
 * original. They are known by the comment that their run has given them; one that was killed between CREATE DATABASE and
 * the comment, by its name and the journal together. Backups stay: they have manifests; and so does what was
 * restored, where people were told that it does.
 */
public final class LeftDatabases {

    private static final String COMMENTED = """
            SELECT d.datname, shobj_description(d.oid, 'pg_database') AS comment
              FROM pg_database d
             WHERE shobj_description(d.oid, 'pg_database') LIKE 'belay run %'
               AND pg_has_role(current_user, d.datdba, 'USAGE')
             ORDER BY 1
            """;

    private static final String UNCOMMENTED = """
            SELECT d.datname
              FROM pg_database d
             WHERE d.datname = ? AND shobj_description(d.oid, 'pg_database') IS NULL
               AND d.datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
            """;

    /** Every session of a run is named after it, those of the programs that it starts too. */
    private static final String ALIVE = "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE ? LIMIT 1";

    private LeftDatabases() {}

    /**
     * Drops those that were made from one database.
     *
     * @param connection in another one, in auto-commit mode
     * @param original the database
     * @param own the run that asks; its own stay
     * @param dead runs of which the journal says that they have ended without a word
     * @return the names of those that were dropped
     * @throws SQLException when one cannot be dropped
     */
    public static List<String> drop(Connection connection, String original, RunId own, Collection<RunId> dead)
            throws SQLException {
        for (RunId run : dead) {
            claim(connection, original, OwnDatabase.copy(original, run), run);
            claim(connection, original, OwnDatabase.restored(original, run), run);
        }
        List<String> dropped = new ArrayList<>();
        for (Found found : commented(connection)) {
            DatabaseComment comment = found.comment();
            if (comment.original().equals(original)
                    && comment.purpose() != Purpose.BACKUP
                    && comment.purpose() != Purpose.KEPT
                    && !comment.run().equals(own)
                    && !alive(connection, comment.run())
                    && OwnDatabase.drop(connection, found.database(), comment.run())) {
                dropped.add(found.database());
            }
        }
        return dropped;
    }

    /** {@return the database that a run was about to put in the place of another; empty when none was} */
    static Optional<DatabaseComment> successor(Connection connection, String original) throws SQLException {
        return commented(connection).stream()
                .map(Found::comment)
                .filter(comment -> comment.purpose() == Purpose.SUCCESSOR)
                .filter(comment -> comment.original().equals(original))
                .findFirst();
    }

    /** {@return whether a run has a session on this server} */
    static boolean alive(Connection connection, RunId run) throws SQLException {
        return !Rows.texts(connection, ALIVE, "belay " + run + " %").isEmpty();
    }

    /** Gives it the comment that its run did not come to give it. */
    static void claim(Connection connection, String original, String name, RunId run) throws SQLException {
        if (!Rows.texts(connection, UNCOMMENTED, name).isEmpty()) {
            OwnDatabase.mark(connection, name, new DatabaseComment(run, Purpose.RESTORED, original));
        }
    }

    private record Found(String database, DatabaseComment comment) {}

    private static List<Found> commented(Connection connection) throws SQLException {
        List<Found> found = new ArrayList<>();
        Rows.of(connection, COMMENTED, row -> {
            String database = row.string("datname");
            DatabaseComment.parse(row.string("comment")).ifPresent(comment -> found.add(new Found(database, comment)));
            return database;
        });
        return found;
    }
}
