package dev.belay.generate;

import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.DirectScripts;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.server.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** A scratch database to work on, gone when it is closed. */
final class Stage implements AutoCloseable {

    private final ScratchDatabase database;
    private final Connection connection;
    private final DirectScripts scripts;
    private final ScratchSession session;

    /** @param database is closed with this */
    Stage(ScratchDatabase database, ScratchRequest request, MigrationProject project) {
        this.database = database;
        try {
            connection =
                    new Sessions(Progress.SILENT).open(database.access().owner(), RunId.random(), SessionRole.WORK);
            scripts = new DirectScripts(connection, project, request.timeout());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        session = new ScratchSession(database.access().owner(), project.defaultSchema(), scripts.historyTable(), (int)
                request.timeout().toSeconds());
    }

    ScratchDatabase database() {
        return database;
    }

    ScratchSession session() {
        return session;
    }

    DirectScripts scripts() {
        return scripts;
    }

    SchemaState state() {
        return session.state();
    }

    @Override
    public void close() {
        try (ScratchDatabase ending = database) {
            connection.close();
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }
}
