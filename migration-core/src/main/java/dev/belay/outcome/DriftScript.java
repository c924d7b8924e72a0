package dev.belay.outcome;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of SQL that leads from one side of a drift to the other; nothing of it is ever run on the live database.
 *
 * @param direction where to
 * @param file absolute
 * @param statements how many there are in it
 * @param losing how many of them may lose rows or values; each is marked in the file
 * @param result what became of them on a scratch database
 * @param remaining what is still different afterwards, a line each; or what the server said, or why it was not tried
 */
public record DriftScript(
        Direction direction, Path file, int statements, int losing, Result result, List<String> remaining) {

    public DriftScript {
        remaining = List.copyOf(remaining);
    }

    /** Which side is brought to the other. */
    public enum Direction {
        /** To be run on the database: it becomes what the scripts make. */
        DATABASE_TO_SCRIPTS("drift-database-to-scripts.sql"),
        /** For a new migration: the scripts then make what the database has. */
        SCRIPTS_TO_DATABASE("drift-scripts-to-database.sql");

        private final String file;

        Direction(String file) {
            this.file = file;
        }

        /** {@return the name of its file} */
        public String file() {
            return file;
        }
    }

    /** What became of the statements when they were tried. */
    public enum Result {
        /** The schema is the other one afterwards. */
        EXACT,
        /** But for the places of columns. */
        COLUMN_ORDER,
        /** Some of the difference stays. */
        DIFFERS,
        /** The server refuses a statement. */
        FAILS,
        /** There was nothing to try them on. */
        NOT_TRIED
    }
}
