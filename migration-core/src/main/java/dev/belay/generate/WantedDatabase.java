package dev.belay.generate;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.StatementSender;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the wanted schema on a scratch database of its own, and reads it.
 *
 * @param request where
 * @param project whose schemas are there before
 */
record WantedDatabase(ScratchRequest request, MigrationProject project) {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_OBJECT = "42704";

    /** A schema that Flyway would make, or that is in every database. */
    private static final String DUPLICATE_SCHEMA = "42P06";

    /** What a database's owner may not do, and leads nowhere out of it. */
    private static final Pattern EXTENSION = Pattern.compile("(?is)(?:CREATE|ALTER|COMMENT\\s+ON)\\s+EXTENSION\\s.*");

    private static final Pattern OWNER = Pattern.compile("(?is)ALTER\\s.*\\sOWNER\\s+TO\\s.*");

    /**
     * What was made.
     *
     * @param state the schema
     * @param notes what was passed over, for people
     */
    record Made(SchemaState state, List<String> notes) {}

    /**
     * {@return the schema that files of SQL make}
     *
     * @throws RefusalException naming the statement that fails
     */
    Made of(Wanted.Sql sql) {
        var history = new ScratchHistory(request, project);
        var notes = new ArrayList<String>();
        try (var stage = new Stage(history.bare(), request, project)) {
            stage.scripts().makeSchemas();
            for (WantedFile file : sql.files()) {
                run(stage, file, notes);
            }
            withoutTheirOwn(stage);
            history.finish(stage.database());
            return new Made(stage.state(), notes);
        }
    }

    /** A dump of a live database has Flyway's and Belay's tables in it, in the form that they have there. */
    private static void withoutTheirOwn(Stage stage) {
        try (Connection connection = stage.session().open();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + stage.session().historyTable()
                    + " CASCADE; DROP SCHEMA IF EXISTS belay CASCADE");
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    private void run(Stage stage, WantedFile file, List<String> notes) {
        var ownersPassedOver = new ArrayList<String>();
        try (Connection owner = stage.session().open();
                Connection admin = new Sessions(Progress.SILENT)
                        .open(stage.database().access().observer(), RunId.random(), SessionRole.WORK)) {
            for (Statement statement : WantedText.statements(file)) {
                try {
                    send(owner, admin, stage.database().access().admin(), statement);
                } catch (SQLException e) {
                    if (OWNER.matcher(statement.sql()).matches()
                            && Set.of(UNDEFINED_OBJECT, INSUFFICIENT_PRIVILEGE).contains(e.getSQLState())) {
                        ownersPassedOver.add(statement.sql());
                    } else if (!DUPLICATE_SCHEMA.equals(e.getSQLState())) {
                        throw failure(file, statement, e);
                    }
                }
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
        if (!ownersPassedOver.isEmpty()) {
            notes.add(file.name() + " names owners that the scratch server does not have, in " + ownersPassedOver.size()
                    + (ownersPassedOver.size() == 1 ? " statement" : " statements")
                    + "; owners are not compared there. db.scratch.init may create the roles.");
        }
    }

    private void send(Connection owner, Connection admin, boolean isAdmin, Statement statement) throws SQLException {
        int seconds = (int) request.timeout().toSeconds();
        try {
            StatementSender.send(owner, statement, seconds);
        } catch (SQLException e) {
            boolean extension = EXTENSION.matcher(statement.sql()).matches();
            if (!isAdmin || !extension || !INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            StatementSender.send(admin, statement, seconds);
        }
    }

    private static RefusalException failure(WantedFile file, Statement statement, SQLException e) {
        return new RefusalException(
                Problem.of(
                                file.name() + ":" + statement.span().start() + ": "
                                        + e.getMessage().lines().findFirst().orElse("") + ". No file was made.",
                                "Correct the file. It has to make all of the wanted schema in an empty database; what has"
                                        + " to be there before, such as roles, db.scratch.init makes.")
                        .withDetails(statement.sql().lines().limit(3).toList()),
                e);
    }
}
