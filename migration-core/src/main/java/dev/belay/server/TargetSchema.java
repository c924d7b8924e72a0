package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.ServerFacts;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The schema of a live database as SQL for a scratch database, so that scripts are tried on what is there and not on what
 * the history should have made: all objects with their privileges, the roles that these name, and the rows of the
 * history, so that pending is what the database lacks. No data, no owners (all belongs to whom it is run by), no
 * publications, subscriptions, user mappings, tablespaces and security labels. Materialized views can be read as far as
 * they can be filled without data.
 *
 * <p>The database is only read, and no table is locked against anything but DDL. A table that somebody has locked is
 * waited for shortly, as the wait would hold up those who come later.
 *
 * @param name for messages: {@code the schema of shop}
 * @param major the server's
 * @param sql may be run statement by statement, by a role that may create the roles named in it or a server where they
 *     are
 */
public record TargetSchema(String name, int major, String sql) {

    private static final List<String> OPTIONS = List.of(
            "--schema-only",
            "--no-owner",
            "--no-publications",
            "--no-subscriptions",
            "--no-tablespaces",
            "--no-security-labels",
            "--encoding=UTF8",
            "--lock-wait-timeout=5s");

    /**
     * Roles that privileges, policies and default privileges of this database name, and owners, from whom privileges can
     * be revoked. The role that initdb made is in no dependency (pg_shdepend, pinned objects).
     */
    private static final String ROLES = """
            SELECT DISTINCT r.rolname, format(
                   'DO $belay$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %L) THEN'
                   ' CREATE ROLE %I NOLOGIN; END IF; END $belay$;', r.rolname, r.rolname)
              FROM pg_catalog.pg_roles r
             WHERE r.rolname !~ '^pg_'
               AND (r.oid = 10 OR EXISTS (
                    SELECT FROM pg_catalog.pg_shdepend d
                     WHERE d.refclassid = 'pg_catalog.pg_authid'::regclass AND d.refobjid = r.oid
                       AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())))
             ORDER BY 1
            """;

    /** Each after those that it may read, which are older; one that fails, on a foreign table perhaps, stays unfilled. */
    private static final String MATERIALIZED = """
            SELECT format('DO $belay$ BEGIN REFRESH MATERIALIZED VIEW %I.%I;'
                          ' EXCEPTION WHEN OTHERS THEN NULL; END $belay$;', n.nspname, c.relname)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'm' AND c.relispopulated
             ORDER BY c.oid
            """;

    private static final String COLUMNS = """
            SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
                   string_agg(format('quote_nullable(%I::text)', a.attname), $$ || ', ' || $$ ORDER BY a.attnum)
              FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            """;

    /** What a schema is read for, as messages name it, and how one does without. */
    public enum Use {
        SCRATCH("db.scratch.from=target", "leave out db.scratch.from to replay the history instead"),
        REHEARSAL(
                "a rehearsal without rows",
                "rehearse nothing: -Ddb.skipRehearsal=true, in production with -Ddb.force=true, which is kept on record");

        private final String what;
        private final String without;

        Use(String what, String without) {
            this.what = what;
            this.without = without;
        }

        String what() {
            return what;
        }

        String without() {
            return without;
        }
    }

    /**
     * A table in the target.
     *
     * @param schema not quoted
     * @param name not quoted
     */
    public record Table(String schema, String name) {

        private String quoted() {
            return Quoted.name(schema) + "." + Quoted.name(name);
        }
    }

    /**
     * Reads the schema, all in one snapshot.
     *
     * @param target how to reach the database, as a role that may read all tables
     * @param client where {@code pg_dump} comes from, when somebody named it
     * @param history the table whose rows are wanted too; none come of one that is not there
     * @param use for messages
     * @param progress hears of waits, and of a container
     * @throws EnvironmentException when there is no sufficient {@code pg_dump}, or it may not read something
     */
    public static TargetSchema read(
            ConnectionSettings target, Optional<ClientSource> client, Table history, Use use, Progress progress) {
        try (Connection connection = new Sessions(progress).open(target, RunId.random(), SessionRole.READ)) {
            ServerFacts facts = ServerFacts.read(connection).requireSupported();
            PgDump dump = PgDump.find(facts.major(), client, use, progress);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<String> options = new ArrayList<>(OPTIONS);
            options.add("--snapshot="
                    + first(connection, "SELECT pg_export_snapshot()", 1).get(0));
            String schema = DumpText.clean(dump.run(target, options));
            List<String> sql = new ArrayList<>(first(connection, ROLES, 2));
            sql.add(schema);
            sql.addAll(first(connection, MATERIALIZED, 1));
            sql.addAll(rows(connection, history.quoted()));
            connection.rollback();
            return new TargetSchema("the schema of " + facts.database(), facts.major(), String.join("\n", sql) + "\n");
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The schema of " + target.database().orElse("the database") + " at " + target.server()
                                    + " cannot be read: " + e.getMessage(),
                            "check the rights of its role, or " + use.without() + "."),
                    e);
        }
    }

    private static List<String> first(Connection connection, String query, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(column));
            }
            return values;
        }
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String columns = row.getString(1);
                if (columns == null) {
                    return List.of();
                }
                String insert = "INSERT INTO " + table + " (" + columns + ") VALUES (";
                return first(
                        connection,
                        "SELECT '" + insert.replace("'", "''") + "' || " + row.getString(2) + " || ');' FROM " + table,
                        1);
            }
        }
    }
}
