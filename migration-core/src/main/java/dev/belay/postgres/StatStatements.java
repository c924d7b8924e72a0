package dev.belay.postgres;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a database has been asked, from the extension {@code pg_stat_statements}. */
public final class StatStatements {

    private static final String SCHEMA = """
            select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
             where e.extname = 'pg_stat_statements'""";

    /** A text is null when the file of texts was lost (manual, pg_stat_statements). */
    private static final String TEXTS = """
            select query from %s.pg_stat_statements
             where dbid = (select oid from pg_database where datname = current_database()) and query is not null
             group by query order by sum(calls) desc, query""";

    private static final String NOT_LOADED = "55000";

    private StatStatements() {}

    /**
     * {@return the normalised texts, the most frequent first; {@code <insufficient privilege>} for those of other roles
     * that this one may not see}
     *
     * @throws RefusalException when the extension is not there, or not loaded
     * @throws EnvironmentException when the server does not answer
     */
    public static List<String> read(Connection connection) {
        try (var statement = connection.createStatement()) {
            String schema;
            try (var row = statement.executeQuery(SCHEMA)) {
                if (!row.next()) {
                    throw refusal("the database has no extension pg_stat_statements");
                }
                schema = row.getString(1);
            }
            var texts = new ArrayList<String>();
            try (var row = statement.executeQuery(TEXTS.formatted(schema))) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            if (NOT_LOADED.equals(e.getSQLState())) {
                throw refusal(ConnectFailure.serverText(e));
            }
            throw new EnvironmentException(
                    Problem.of(
                            "pg_stat_statements cannot be read: " + ConnectFailure.serverText(e),
                            "Name files with the application's queries instead, with -Ddb.queries."),
                    e);
        }
    }

    private static RefusalException refusal(String what) {
        return new RefusalException(Problem.of(
                "db.queries is pg_stat_statements, and " + what + ".",
                "Add it to shared_preload_libraries, restart the server and run CREATE EXTENSION pg_stat_statements; or"
                        + " name files with the application's queries instead."));
    }
}
