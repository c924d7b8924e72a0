package dev.belay.generate;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.OwnRole;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.MigrationProject;
import dev.belay.script.Statement;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Makes the schema that is wanted by entities: what the scripts make, and what the entities say of their tables on top of
 * it. So whatever entities cannot say stays as it is.
 *
 * @param request where
 * @param project the scripts
 */
record EntitySchema(ScratchRequest request, MigrationProject project) {

    /** {@return the wanted schema} */
    WantedDatabase.Made of(Wanted.Entities wanted) {
        var history = new ScratchHistory(request, project);
        SchemaState entities;
        try (var stage = new Stage(history.bare(), request, project)) {
            stage.scripts().makeSchemas();
            wanted.export().createIn(new Sessions(stage.session()));
            history.finish(stage.database());
            entities = stage.state();
        }
        try (var stage = new Stage(history.complete(), request, project)) {
            List<String> notes = add(stage.session(), entities);
            return new WantedDatabase.Made(stage.state(), notes);
        }
    }

    /** A column may be in use by what entities know nothing of, such as a view; then it stays, and that is said. */
    private static List<String> add(ScratchSession session, SchemaState entities) {
        SchemaState migrated = session.state();
        var changes = new EntityChanges(catalog(session, migrated), catalog(session, entities));
        OwnRole role = OwnRole.of(session);
        var notes = new ArrayList<String>();
        try (Connection connection = session.open()) {
            for (Statement statement : migrated.model().changesTo(entities.model(), false, false)) {
                boolean meant =
                        role.replacedIn(statement.sql()).isPresent() && changes.isMeant(Difference.of(statement.sql()));
                if (meant) {
                    run(connection, statement, notes);
                }
            }
            return notes;
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private static Catalog catalog(ScratchSession session, SchemaState state) {
        return new Catalog(state.snapshot(), session.defaultSchema());
    }

    private static void run(Connection connection, Statement statement, List<String> notes) throws SQLException {
        try (var sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute(statement.sql());
        } catch (SQLException e) {
            notes.add(
                    "Passed over, as the server refuses it: " + statement.sql().replaceAll("\\s+", " ") + " ("
                            + e.getMessage().replaceAll("\\s+", " ") + ")");
        }
    }

    /** Gives sessions to whoever makes the schema of the entities. */
    private record Sessions(ScratchSession session) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return session.open();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return session.open();
        }

        @Override
        public PrintWriter getLogWriter() {
            return null; // none: the interface's word for it
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // nothing is written
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // sessions have their own
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("dev.belay");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("there is nothing behind it");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
