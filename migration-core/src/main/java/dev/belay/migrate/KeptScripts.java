package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * The texts of applied scripts in {@code belay.script}, from which a downgrade works when the files are gone.
 *
 * @param history the history table that the scripts belong to, quoted and qualified: a database may have several
 */
record KeptScripts(String history) {

    /** A text that is kept already. */
    record Key(String type, String version, int checksum) {}

    /** Its parameters: the columns in this order. */
    static final String INSERT = "INSERT INTO belay.script"
            + " (history, type, version, checksum, description, script, body, conf, run)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (history, type, version, checksum) DO UPDATE SET kept_at = clock_timestamp()";

    static Key keyOf(ScriptFile file, String text) {
        String version =
                file.name().version().map(Version::toString).orElse(file.name().description());
        return new Key(letter(file.name().type()), version, checksum(text));
    }

    /** Flyway's checksum of a text: line by line, so that line ends do not count. */
    static int checksum(String text) {
        return ChecksumCalculator.calculate(new StringResource(text));
    }

    /** {@return what is kept for this history} */
    Set<Key> keys(Connection connection) throws SQLException {
        var keys = new HashSet<Key>();
        try (var query =
                connection.prepareStatement("SELECT type, version, checksum FROM belay.script WHERE history = ?")) {
            query.setString(1, history);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.add(new Key(rows.getString(1), rows.getString(2), rows.getInt(3)));
                }
            }
        }
        return keys;
    }

    /** Keeps these texts, in the connection's current transaction. */
    void keep(Connection connection, String run, Collection<? extends ScriptFile> files) throws SQLException {
        if (files.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (ScriptFile file : files) {
                String text = file.text();
                Key key = keyOf(file, text);
                insert.setString(1, history);
                insert.setString(2, key.type());
                insert.setString(3, key.version());
                insert.setInt(4, key.checksum());
                insert.setString(5, file.name().description());
                insert.setString(6, file.script());
                insert.setString(7, text);
                insert.setString(8, file.conf().orElse(null));
                insert.setString(9, run);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** {@return the undo script last kept for each version} */
    Map<Version, ScriptFile> undoScripts(Connection connection) throws SQLException {
        var scripts = new TreeMap<Version, ScriptFile>();
        try (var query =
                connection.prepareStatement("SELECT DISTINCT ON (version) version, description, script, body, conf"
                        + " FROM belay.script WHERE history = ? AND type = 'U' ORDER BY version, kept_at DESC")) {
            query.setString(1, history);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    scripts.put(
                            Version.of(rows.getString(1)),
                            KeptScript.of(
                                    ScriptType.UNDO,
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5)));
                }
            }
        }
        return scripts;
    }

    /** {@return all texts that are kept of scripts of a type, the newest first} */
    List<KeptScript> texts(Connection connection, ScriptType type) throws SQLException {
        var texts = new ArrayList<KeptScript>();
        try (var query = connection.prepareStatement("SELECT version, description, script, body, conf"
                + " FROM belay.script WHERE history = ? AND type = ? ORDER BY kept_at DESC")) {
            query.setString(1, history);
            query.setString(2, letter(type));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    texts.add(KeptScript.of(
                            type,
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return texts;
    }

    /** {@return the versions for which an undo script is kept} */
    Set<Version> undoVersions(Connection connection) throws SQLException {
        var versions = new HashSet<Version>();
        try (var query = connection.prepareStatement(
                "SELECT DISTINCT version FROM belay.script WHERE history = ? AND type = 'U'")) {
            query.setString(1, history);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    versions.add(Version.of(rows.getString(1)));
                }
            }
        }
        return versions;
    }

    static String letter(ScriptType type) {
        return switch (type) {
            case VERSIONED -> "V";
            case UNDO -> "U";
            case REPEATABLE -> "R";
            case CALLBACK -> throw new IllegalArgumentException("callbacks are not kept");
        };
    }
}
