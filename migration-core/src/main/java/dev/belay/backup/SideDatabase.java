package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Makes the empty database that a backup is restored into; from a copy, the copy's copy. */
final class SideDatabase {

    /** An unknown locale, a provider that this server was not built with, options that do not go together. */
    private static final Set<String> LOCALE_TROUBLE = Set.of("42809", "22023", "0A000", "42601");

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
        List<String> ways = List.of(ClusterSql.locale(facts.locale(), major), encoding, encoding + " LOCALE 'C'");
        SQLException first = null;
        for (String way : ways) {
            try {
                Rows.execute(connection, statement("template0", way));
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
        throw first;
    }

    private String statement(String template, String locale) {
        return "CREATE DATABASE " + Quoted.name(database) + " TEMPLATE " + Quoted.name(template) + locale;
    }
}
