package dev.belay.backup;

import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.backup.Manifest.Tool;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A backup that is a copy of the database beside it, made by the server. Nobody may be connected to the original
 * meanwhile (CREATE DATABASE, Notes), and nobody can connect to the copy.
 */
final class TemplateBackup {

    private static final String IN_USE = "55006";

    /** As long as CREATE DATABASE waits for sessions that are ending (CountOtherDBBackends). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BackupRequest request;
    private final String database;
    private final Sessions sessions;

    TemplateBackup(BackupRequest request, String database) {
        this.request = request;
        this.database = database;
        this.sessions = new Sessions(request.progress());
    }

    Made make() throws SQLException {
        ServerRecord record;
        SchemaSnapshot schema;
        long bytes;
        try (Connection connection = sessions.open(request.settings(), request.run(), SessionRole.READ)) {
            requireAlone(connection);
            record = ServerRecord.read(connection);
            schema = SnapshotReader.read(connection, Set.of());
            bytes = Long.parseLong(Rows.texts(connection, "SELECT pg_database_size(current_database())")
                    .get(0));
        }
        String copy = OwnDatabase.copy(database, request.run());
        try (Connection connection = MaintenanceSession.open(sessions, request.settings(), database, request.run())) {
            copy(connection, copy);
            requireSame(schema, connection, copy);
        }
        Tool tool = new Tool("CREATE DATABASE", Optional.of(record.serverVersion()), Optional.empty());
        return new Made(tool, record, schema, Optional.of(new Made.Copy(copy, bytes)), Optional.empty());
    }

    /** Nobody can be connected while the server copies, but somebody may have been just before. */
    private void requireSame(SchemaSnapshot before, Connection maintenance, String copy) throws SQLException {
        SchemaDiff moved;
        try (Connection connection = sessions.open(request.settings(), request.run(), SessionRole.READ)) {
            moved = SchemaDiff.between(before, SnapshotReader.read(connection, Set.of()));
        }
        if (!moved.isEmpty()) {
            OwnDatabase.drop(maintenance, copy, request.run());
            throw new RefusalException(Problem.of(
                            "The schema of " + database + " was changed while its copy was made.",
                            "see that nobody else works on it, and run the goal again.")
                    .withDetails(moved.lines())
                    .withState("This run has changed nothing of " + database + ", and has dropped the copy again."));
        }
    }

    /**
     * Drops the copies of killed runs that came to no manifest.
     *
     * @param killed runs whose unfinished folders were found
     */
    static void dropUnfinished(BackupRequest request, String database, List<RunId> killed) throws SQLException {
        if (killed.isEmpty()) {
            return;
        }
        var sessions = new Sessions(request.progress());
        try (Connection connection = MaintenanceSession.open(sessions, request.settings(), database, request.run())) {
            for (RunId run : killed) {
                String copy = OwnDatabase.copy(database, run);
                LeftDatabases.claim(connection, database, copy, run);
                if (OwnDatabase.drop(connection, copy, run)) {
                    request.progress().info("dropped " + copy + ", a backup that a killed run had not finished");
                }
            }
        }
    }

    private void copy(Connection connection, String copy) throws SQLException {
        try {
            Rows.execute(
                    connection,
                    "CREATE DATABASE " + Quoted.name(copy) + " TEMPLATE " + Quoted.name(database)
                            + " ALLOW_CONNECTIONS false");
        } catch (SQLException e) {
            if (IN_USE.equals(e.getSQLState())) {
                requireAlone(connection);
            }
            throw e;
        }
        try {
            OwnDatabase.mark(connection, copy, new DatabaseComment(request.run(), Purpose.BACKUP, database));
        } catch (SQLException e) {
            Rows.execute(connection, "DROP DATABASE " + Quoted.name(copy)); // without the mark nobody would ever
            throw e;
        }
    }

    private void requireAlone(Connection connection) throws SQLException {
        List<String> others = OtherSessions.staying(connection, database, Optional.empty(), PATIENCE);
        if (!others.isEmpty()) {
            throw new RefusalException(Problem.of(
                            "A copy of " + database + " cannot be made while somebody is connected to it.",
                            "end these sessions; or use pg_dump, which does not mind: install it, or start Docker or"
                                    + " Podman, which then runs it.")
                    .withDetails(others)
                    .withState(database + " was not changed."));
        }
    }
}
