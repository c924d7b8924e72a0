package dev.belay.difference;

import dev.belay.migrate.StatementSender;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.parse.difference.SchemaModel;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Sessions in a scratch database, with the search path that Flyway gives to scripts.
 *
 * @param settings how to reach it, as the role that scripts run as
 * @param defaultSchema the first of the search path
 * @param historyTable quoted and qualified: no part of the schema
 * @param timeout of a statement, in seconds
 */
public record ScratchSession(ConnectionSettings settings, String defaultSchema, String historyTable, int timeout) {

    /** {@return a session in auto-commit mode; close it} */
    public Connection open() throws SQLException {
        return inSchema(plain(), defaultSchema);
    }

    /**
     * {@return the same session with the search path that Flyway gives to scripts} It is closed when that fails.
     *
     * @param schema the first of the search path, not quoted
     */
    public static Connection inSchema(Connection connection, String schema) throws SQLException {
        try (var set = connection.prepareStatement("select set_config('search_path',"
                + " quote_ident(?) || ', ' || current_setting('search_path'), false)")) {
            set.setString(1, schema);
            set.execute();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection plain() {
        return new Sessions(Progress.SILENT).open(settings, RunId.random(), SessionRole.WORK);
    }

    /** {@return the schema as it is committed} */
    public SchemaState state() {
        try (Connection connection = open()) {
            return new SchemaState(
                    SnapshotReader.read(connection, Set.of(historyTable)), model(), Columns.read(connection));
        } catch (SQLException e) {
            throw silent(e);
        }
    }

    /** {@return what pgCodeKeeper sees of what is committed, but for what Belay makes for itself} */
    public SchemaModel model() {
        return SchemaModel.read(this::plain, Set.of("belay"));
    }

    /** {@return the schema as it is for a session, in a transaction or not} */
    public SchemaSnapshot snapshot(Connection connection) throws SQLException {
        return connection.getAutoCommit()
                ? SnapshotReader.read(connection, Set.of(historyTable))
                : SnapshotReader.readWithin(connection, Set.of(historyTable));
    }

    public void send(Connection connection, List<Statement> statements) throws SQLException {
        for (Statement statement : statements) {
            StatementSender.send(connection, statement, timeout);
        }
    }

    /** Sends one statement as it is. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    public static EnvironmentException silent(SQLException cause) {
        return new EnvironmentException(
                Problem.of("The scratch server does not answer: " + cause.getMessage(), "run the goal again"), cause);
    }
}
