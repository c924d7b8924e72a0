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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions in a scratch database, with the search path that Flyway gives to scripts.
 *
 * @param settings how to reach it, as the role that scripts run as
 * @param defaultSchema the first of the search path
 * @param historyTable quoted and qualified: no part of the schema
 * @param timeout of a statement, in seconds
 */
public record ScratchSession(ConnectionSettings settings, String defaultSchema, String historyTable, int timeout) {

    private static final Pattern QUALIFIED = Pattern.compile("\"((?:[^\"]|\"\")+)\"\\.\"((?:[^\"]|\"\")+)\"");

    /** {@return a session in auto-commit mode; close it} */
    public Connection open() throws SQLException {
        Connection connection = plain();
        try (var set = connection.prepareStatement("select set_config('search_path',"
                + " quote_ident(?) || ', ' || current_setting('search_path'), false)")) {
            set.setString(1, defaultSchema);
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

    /** {@return the history table, qualified and not quoted} */
    public String plainHistoryTable() {
        Matcher table = QUALIFIED.matcher(historyTable);
        return table.matches() ? bare(table.group(1)) + "." + bare(table.group(2)) : historyTable;
    }

    private static String bare(String quoted) {
        return quoted.replace("\"\"", "\"");
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

    public static EnvironmentException silent(SQLException cause) {
        return new EnvironmentException(
                Problem.of("The scratch server does not answer: " + cause.getMessage(), "run the goal again"), cause);
    }
}
