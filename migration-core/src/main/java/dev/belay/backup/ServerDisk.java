package dev.belay.backup;

import dev.belay.outcome.BelayException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A disk of the server that has no space left: which one it is, as the server's or a program's message tells. */
final class ServerDisk {

    /** What the operating system calls it, in the language that servers and programs speak by default. */
    static final String FULL = "No space left on device";

    private static final String DISK_FULL = "53100";

    /** Files of other tablespaces than the default one have such names (relpath.c). */
    private static final Pattern IN_TABLESPACE = Pattern.compile("pg_tblspc/(\\d+)/");

    private static final String TABLESPACE = "SELECT 'the tablespace ' || quote_ident(spcname) || ', '"
            + " || pg_tablespace_location(oid) FROM pg_tablespace WHERE oid = ?::oid";

    /** Whoever may not read the setting finds no row. */
    private static final String DATA =
            "SELECT 'its data folder ' || setting FROM pg_settings WHERE name = 'data_directory'";

    private ServerDisk() {}

    /**
     * {@return where there is no space left; empty when that is not why something failed}
     *
     * @param failure what was thrown
     * @param connection to the server that was worked with
     */
    static Optional<String> full(Exception failure, Connection connection) {
        String words = words(failure);
        boolean full =
                words.contains(FULL) || failure instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState());
        return full ? Optional.of(place(words, connection)) : Optional.empty();
    }

    private static String words(Exception failure) {
        return failure instanceof BelayException belay
                ? String.join("\n", belay.problem().lines())
                : String.valueOf(failure.getMessage());
    }

    /** What cannot be found out is not worth another failure. */
    private static String place(String words, Connection connection) {
        Matcher tablespace = IN_TABLESPACE.matcher(words);
        try {
            List<String> found = tablespace.find()
                    ? Rows.texts(connection, TABLESPACE, tablespace.group(1))
                    : Rows.texts(connection, DATA);
            return found.isEmpty() ? "its data folder" : found.get(0);
        } catch (SQLException e) {
            return "its data folder";
        }
    }
}
