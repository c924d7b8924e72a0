package dev.belay.backup;

import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the tables and indexes go that are not in their database's own tablespace: where they were, or, all of them, into the
 * new database's own one, which {@code pg_restore --no-tablespaces} does.
 */
final class Tablespaces {

    /** Printed as a snapshot prints them; CREATE TABLE asks for the privilege unless it is the database's own one. */
    private static final String USABLE =
            "SELECT quote_ident(spcname) FROM pg_tablespace WHERE has_tablespace_privilege(oid, 'CREATE')";

    private Tablespaces() {}

    /**
     * {@return whether to leave them out, since the server lacks one, or does not let this role use it} A copy of a backup that
     * does not say which there are does without: it may be on any server.
     */
    static boolean leftOut(Connection connection, Backup backup, RestoreOptions options) throws SQLException {
        Optional<SchemaSnapshot> schema = new Backups().schema(backup, options.key());
        if (schema.isEmpty()) {
            return !options.takesTheOriginalsPlace();
        }
        Set<String> missing = new TreeSet<>(schema.get().tablespaces());
        if (!missing.isEmpty()) {
            Rows.texts(connection, USABLE).forEach(missing::remove);
        }
        if (missing.isEmpty()) {
            return false;
        }
        String words = (missing.size() == 1 ? "the tablespace " : "the tablespaces ") + String.join(", ", missing)
                + (missing.size() == 1 ? " is" : " are")
                + " not there, or not for this role: all tables and indexes of the restored database are in its own one";
        if (options.takesTheOriginalsPlace()) {
            options.progress().warn(words);
        } else {
            options.progress().detail(words);
        }
        return true;
    }
}
