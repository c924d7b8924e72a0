package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether there is room for a dump in the folder of the backups. */
final class BackupDisk implements Probe {

    /**
     * What no compression of ordinary data goes below. Tables are taken as large as their last VACUUM or ANALYZE found
     * them, indexes not at all: a refusal has to be sure.
     */
    private static final int BEST_COMPRESSION = 20;

    /** The sizes of files, and what is recorded in the catalogue; neither waits for a lock. */
    private static final String SIZES = """
            select pg_database_size(current_database()),
                   coalesce(sum(c.relpages::bigint), 0)::bigint * current_setting('block_size')::bigint
              from pg_class c where c.relkind in ('r', 't') and c.oid >= 16384""";

    @Override
    public String subject() {
        return "the room for a backup";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        if (request.dump() != PreflightRequest.Dump.ALL || request.backupDir().isEmpty()) {
            return Sight.NOTHING;
        }
        Path folder = request.backupDir().get();
        long[] sizes = Rows.one(connection, SIZES, row -> new long[] {row.getLong(1), row.getLong(2)});
        try {
            long free = Files.getFileStore(existing(folder)).getUsableSpace();
            return Sight.of(judge(folder, free, sizes[0], sizes[1]).stream().toList());
        } catch (IOException e) {
            return Sight.of(List.of(Condition.warning(
                    "how much room there is in " + folder + " cannot be told: " + e.getMessage(),
                    "Check db.backup.dir.")));
        }
    }

    /**
     * {@return what is to be said}
     *
     * @param free bytes that may be written
     * @param database bytes of the whole database
     * @param tables bytes of its tables, at least
     */
    static Optional<Condition> judge(Path folder, long free, long database, long tables) {
        String room = Listed.bytes(free) + " free in " + folder;
        if (free < tables / BEST_COMPRESSION) {
            return Optional.of(Condition.refusal(
                    room + " is too little for a backup of " + Listed.bytes(tables) + " of tables",
                    "Free some, or name a folder on a larger disk with -Ddb.backup.dir."));
        }
        if (free < database) {
            return Optional.of(Condition.warning(
                    room + " may be too little for a backup of a database of " + Listed.bytes(database),
                    "Free some, or name a folder on a larger disk with -Ddb.backup.dir."));
        }
        return Optional.empty();
    }

    /** The folder itself is made when the backup is. */
    private static Path existing(Path folder) {
        Path place = folder.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }
}
