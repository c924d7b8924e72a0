package dev.belay.analysis;

import dev.belay.outcome.RunId;
import dev.belay.parse.ParsedScript;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.Statement;
import dev.belay.server.ScratchAccess;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs the SQL that a scratch database begins with. What it creates belongs to the role that scripts run as, so that
 * they can change it; what that role may not do (roles, untrusted extensions) the superuser does.
 */
record ScratchInit(ScratchRequest.Init init, Sessions sessions, ScratchAccess access) {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** @throws dev.belay.outcome.EnvironmentException naming the statement that fails */
    void run() {
        RunId run = RunId.random();
        ParsedScript script = ScriptReader.parse(init.name(), init.sql(), Placeholders.NONE);
        try (Connection owner = sessions.open(access.owner(), run, SessionRole.WORK);
                Connection admin = sessions.open(access.observer(), run, SessionRole.WORK)) {
            for (Statement statement : script.statements()) {
                run(statement, owner, admin);
            }
        } catch (SQLException e) {
            throw ReplayFailure.of(init.name() + " cannot be run on the scratch server: " + e.getMessage(), e);
        }
    }

    private void run(Statement statement, Connection owner, Connection admin) {
        try {
            execute(statement, owner);
        } catch (SQLException e) {
            if (!access.admin() || !INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw failure(statement, e);
            }
            try {
                execute(statement, admin);
            } catch (SQLException asAdmin) {
                throw failure(statement, asAdmin);
            }
        }
    }

    private static void execute(Statement statement, Connection connection) throws SQLException {
        try (var sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute(statement.sql());
        }
    }

    private RuntimeException failure(Statement statement, SQLException e) {
        String place = init.name() + ":" + statement.span().start();
        return ReplayFailure.of(place + ": " + e.getMessage(), e);
    }
}
