package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Makes the empty database that a backup is restored into; from a copy, the copy's copy. */
final class SideDatabase {

    /** An unknown locale, a provider that this server was not built with, options that do not go together. */
    private static final Set<String> LOCALE_TROUBLE = Set.of("42809", "22023", "0A000", "42601");

    private static final String DEFAULT_TABLESPACE = "pg_default";

    private final Connection connection;
    private final String database;
    private final RestoreOptions options;

    SideDatabase(Connection connection, String database, RestoreOptions options) {
        this.connection = connection;
        this.database = database;
        this.options = options;
    }

    void create(Manifest manifest, ClusterFacts facts) throws SQLException {
        if (manifest.copy().isPresent()) {
            Rows.execute(connection, statement(manifest.copy().get(), ""));
        } else {
            createEmpty(facts);
        }
        OwnDatabase.mark(
                connection, database, new DatabaseComment(options.run(), Purpose.RESTORED, manifest.database()));
    }

    private void createEmpty(ClusterFacts facts) throws SQLException {
        int major = Integer.parseInt(Rows.texts(connection, "SELECT current_setting('server_version_num')::int / 10000")
                .get(0));
        String encoding = " ENCODING " + Quoted.text(facts.locale().encoding());
        String exactly = ClusterSql.locale(facts.locale(), major);
        List<String> ways = options.takesTheOriginalsPlace()
                ? List.of(exactly)
                : List.of(exactly, encoding, encoding + " LOCALE 'C'");
        String place = tablespace(facts.tablespace());
        SQLException first = null;
        for (String way : ways) {
            try {
                Rows.execute(connection, statement("template0", way + place));
                if (first != null) {
                    options.progress()
                            .warn("this server does not know the database's locale (" + first.getMessage()
                                    + "); the copy sorts otherwise");
                }
                return;
            } catch (SQLException e) {
                if (!LOCALE_TROUBLE.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        if (!options.takesTheOriginalsPlace()) {
            throw first;
        }
        throw new EnvironmentException(
                Problem.of(
                                "The server does not know the locale that " + facts.name() + " has (" + exactly.strip()
                                        + "): " + first.getMessage() + ".",
                                "install that locale on the server, and run the goal again; elsewhere the indexes of"
                                        + " texts would sort otherwise than the application expects.")
                        .withState("No database that was there before has been changed."),
                first);
    }

    /** A server that has it not, or does not let this role use it, uses its own default. */
    private String tablespace(String name) throws SQLException {
        if (name.equals(DEFAULT_TABLESPACE)) {
            return "";
        }
        boolean usable = !Rows.texts(
                        connection,
                        "SELECT 1 FROM pg_tablespace WHERE spcname = ? AND has_tablespace_privilege(oid, 'CREATE')",
                        name)
                .isEmpty();
        if (!usable && options.takesTheOriginalsPlace()) {
            options.progress()
                    .warn("the tablespace " + name + " is not there, or not for this role: the restored database is in"
                            + " the server's default one");
        }
        return usable ? " TABLESPACE " + Quoted.name(name) : "";
    }

    private String statement(String template, String locale) {
        return "CREATE DATABASE " + Quoted.name(database) + " TEMPLATE " + Quoted.name(template) + locale;
    }
}
