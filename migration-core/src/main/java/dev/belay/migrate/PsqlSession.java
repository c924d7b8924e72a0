package dev.belay.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/**
 * Brings psql's one session into the state in which Flyway's sessions would be. Flyway's
 * {@code PostgreSQLConnection.doRestoreOriginalState} and {@code changeCurrentSchemaTo}, and
 * {@code DefaultCallbackExecutor}, which opens a session of its own for some events, are the model.
 */
final class PsqlSession {

    /** What the session was given from outside, by its driver, URL, role or database, and that anybody may set. */
    private static final String GIVEN = "SELECT name, setting FROM pg_settings WHERE context = 'user'"
            + " AND source IN ('client', 'session', 'database', 'user', 'database user', 'environment variable')"
            + " AND name NOT IN ('application_name', 'client_encoding', 'search_path') ORDER BY name";

    private static final String SAVE = "SELECT coalesce(json_object_agg(name, setting), '{}') AS %s"
            + " FROM pg_settings WHERE source = 'session' \\gset";

    private static final String RESTORE =
            "SELECT count(set_config(s.name, coalesce(v.value, s.reset_val), false)) AS belay"
                    + " FROM pg_settings s LEFT JOIN json_each_text(:'%s') v ON v.key = s.name"
                    + " WHERE (s.source = 'session' OR v.key IS NOT NULL)"
                    + " AND s.setting IS DISTINCT FROM coalesce(v.value, s.reset_val) \\gset";

    private final PsqlFile file;
    private final FlywayScope scope;
    private final String role;
    private final String searchPath;
    private boolean schemaExists;

    /** @param scope of a session that no callback has changed */
    PsqlSession(PsqlFile file, FlywayScope scope) {
        this.file = file;
        this.scope = scope;
        this.role = query("SELECT current_user").get(0).get(0);
        this.searchPath = query("SHOW search_path").get(0).get(0);
        this.schemaExists = scope.schema().exists();
    }

    /** The settings that the goal's session would have, which psql's may not. */
    void start() {
        file.blank();
        file.comment("role and settings of the goal's session");
        restoreRole();
        file.line("SELECT count(set_config(name, value, false)) AS belay FROM (VALUES");
        query(GIVEN).forEach(row -> file.line(given(row.get(0), row.get(1)) + ","));
        file.line(given("search_path", searchPath));
        file.line(") AS given (name, value) \\gset");
    }

    private static String given(String name, String value) {
        return "    (" + SqlText.literal(name) + ", " + SqlText.literal(value) + ")";
    }

    /** From here on the session has the settings that each new one would have. */
    void started() {
        file.line(SAVE.formatted("belay_new_session"));
    }

    void restoreRole() {
        setRole(role);
    }

    void setRole(String name) {
        file.statement("SET ROLE " + SqlText.literal(name));
    }

    String role() {
        return role;
    }

    /** The schema of the history comes first in the search path, unless it does from the start. */
    void enterSchema() {
        String name = scope.schema().getName();
        if (name.equals(searchPath) || searchPath.startsWith(name + ",") || !schemaExists) {
            return;
        }
        String path = searchPath.isBlank() ? scope.schema().toString() : scope.schema() + "," + searchPath;
        file.quietly("SELECT set_config('search_path', " + SqlText.literal(path) + ", false) AS belay");
    }

    void schemaCreated() {
        schemaExists = true;
    }

    /** Runs {@code work} with the settings of a new session; those of before are back behind it. */
    void inOwnSession(Runnable work) {
        file.line(SAVE.formatted("belay_session"));
        file.line(RESTORE.formatted("belay_new_session"));
        work.run();
        restoreRole();
        file.line(RESTORE.formatted("belay_session"));
    }

    private List<List<String>> query(String sql) {
        try (var statement = scope.connection().createStatement();
                var rows = statement.executeQuery(sql)) {
            var result = new ArrayList<List<String>>();
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                result.add(row);
            }
            return result;
        } catch (SQLException e) {
            throw new FlywaySqlException("The session's settings cannot be read", e);
        }
    }
}
