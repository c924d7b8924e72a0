package dev.belay.backup;

import dev.belay.backup.ClusterFacts.Extension;
import dev.belay.outcome.Progress;
import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The versions of extensions. A dump says {@code CREATE EXTENSION IF NOT EXISTS} without one (dumpExtension in pg_dump.c):
 * what it restores has the version that the server's files have as the default.
 */
final class Extensions {

    private static final String INSTALLED = "SELECT e.extname, e.extversion, n.nspname FROM pg_extension e"
            + " JOIN pg_namespace n ON n.oid = e.extnamespace ORDER BY e.oid";

    /**
     * Whether a restore would take another version, the recorded one is there, and all that it needs: its schema, which a
     * dump makes only later unless each new database has it, and other extensions.
     */
    private static final String MAKEABLE = """
            SELECT 1 FROM pg_available_extensions a JOIN pg_available_extension_versions v ON v.name = a.name
            WHERE a.name = ? AND v.version = ? AND a.default_version IS DISTINCT FROM v.version
              AND to_regnamespace(quote_ident(?)) IS NOT NULL
              AND NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = a.name)
              AND NOT EXISTS (SELECT FROM unnest(v.requires) needed
                              WHERE needed NOT IN (SELECT extname FROM pg_extension))
            """;

    private Extensions() {}

    /** {@return those of a database, in the order in which they were made} */
    static List<Extension> read(Connection connection) throws SQLException {
        return Rows.of(
                connection,
                INSTALLED,
                row -> new Extension(row.string("extname"), row.string("extversion"), row.string("nspname")));
    }

    /**
     * Makes those that would come back in another version, as far as that goes before the dump is restored, which passes
     * over them then. One that cannot be made is left to the dump.
     *
     * @param connection to the new database, in auto-commit mode
     */
    static void make(Connection connection, ClusterFacts facts, Progress progress) throws SQLException {
        for (Extension extension : facts.extensions().orElse(List.of())) {
            boolean makeable = !Rows.texts(
                            connection, MAKEABLE, extension.name(), extension.version(), extension.schema())
                    .isEmpty();
            if (makeable) {
                try {
                    Rows.execute(
                            connection,
                            "CREATE EXTENSION " + Quoted.name(extension.name()) + " SCHEMA "
                                    + Quoted.name(extension.schema()) + " VERSION " + Quoted.name(extension.version()));
                } catch (SQLException e) {
                    progress.detail("the extension " + extension.name() + " was not made in version "
                            + extension.version() + ": " + e.getMessage());
                }
            }
        }
    }

    /** {@return those of a restored database that are of another version than they were, a line each} */
    static List<String> unlike(Connection connection, ClusterFacts facts) throws SQLException {
        Map<String, String> now =
                read(connection).stream().collect(Collectors.toMap(Extension::name, Extension::version));
        var lines = new ArrayList<String>();
        for (Extension then : facts.extensions().orElse(List.of())) {
            String version = now.getOrDefault(then.name(), then.version());
            if (!version.equals(then.version())) {
                lines.add("the extension " + then.name() + " is restored in version " + version + ", and was in "
                        + then.version() + " when the backup was made");
            }
        }
        return lines;
    }
}
