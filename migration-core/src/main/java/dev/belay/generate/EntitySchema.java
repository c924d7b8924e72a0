package dev.belay.generate;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.OwnRole;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.MigrationProject;
import dev.belay.postgres.SuppliedDataSource;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
            wanted.export().createIn(new SuppliedDataSource(() -> opened(stage.session())));
            history.finish(stage.database());
            entities = stage.state();
        }
        try (var stage = new Stage(history.complete(), request, project)) {
            List<String> notes = add(stage.session(), entities);
            return new WantedDatabase.Made(stage.state(), notes);
        }
    }

    private static Connection opened(ScratchSession session) {
        try {
            return session.open();
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
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
}
