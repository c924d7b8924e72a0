package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.DriftScript;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.ScriptFile;
import dev.belay.server.ScratchDatabase;
import dev.belay.validation.Drift;
import dev.belay.validation.DriftSides;
import dev.belay.validation.DriftSql;
import dev.belay.validation.DriftText;
import dev.belay.validation.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A live schema beside what scripts make on a scratch database, and the SQL that leads from one to the other. The live
 * database is only read.
 *
 * @param database the database
 * @param project the scripts that are replayed
 * @param run for whom sessions are opened
 * @param scratch where scripts are replayed
 * @param historyTable quoted and qualified
 * @param files where the SQL is written
 */
record LiveSchema(
        DatabaseRequest database,
        MigrationProject project,
        RunId run,
        ScratchRequest scratch,
        String historyTable,
        Files files) {

    /**
     * Where the SQL is written, and what it says of itself.
     *
     * @param folder for both files
     * @param database its name
     * @param version of the database, for people
     * @param goal that writes them
     */
    record Files(Path folder, String database, String version, String goal) {

        /** Those of an earlier run would be taken for this one's. */
        void remove() {
            for (DriftScript.Direction direction : DriftScript.Direction.values()) {
                PrivateFile.remove(folder.resolve(direction.file()));
            }
        }
    }

    /**
     * What was found.
     *
     * @param differences of the live schema, a line each
     * @param not why it was not compared; empty when it was
     * @param sql empty when the schemas are equal, and where it cannot be written
     * @param notWritten why there is no SQL although they differ
     */
    record Compared(
            List<String> differences, Optional<String> not, List<DriftScript> sql, Optional<String> notWritten) {

        /** There is nothing to compare. */
        static Compared none() {
            return new Compared(List.of(), Optional.empty(), List.of(), Optional.empty());
        }

        static Compared not(String why) {
            return new Compared(List.of(), Optional.of(why), List.of(), Optional.empty());
        }

        boolean equal() {
            return differences.isEmpty() && not.isEmpty();
        }
    }

    /**
     * Compares.
     *
     * @param live a session in the database, in auto-commit mode
     * @param leftOut the scripts that are not replayed
     */
    Compared with(Connection live, Set<ScriptFile> leftOut) throws SQLException {
        return with(live, leftOut, true);
    }

    /** As {@link #with}, and no SQL is made. */
    Compared look(Connection live, Set<ScriptFile> leftOut) throws SQLException {
        return with(live, leftOut, false);
    }

    private Compared with(Connection live, Set<ScriptFile> leftOut, boolean writing) throws SQLException {
        files.remove();
        var sessions = new Sessions(Progress.SILENT);
        var trace = new ScratchTrace(scratch, project, leftOut, Map.of()).forComparison();
        try (ScratchDatabase replayed = trace.prepare();
                Connection observer = sessions.open(replayed.access().observer(), run, SessionRole.READ)) {
            DriftSides sides = sides(sessions, replayed, Role.of(live));
            Drift drift = Drift.read(observer, sides.replayedAs(), live, sides.liveAs(), historyTable);
            SchemaDiff difference = drift.difference();
            if (difference.isEmpty()) {
                return Compared.none();
            }
            return writing
                    ? written(drift, sides, difference.lines())
                    : new Compared(difference.lines(), Optional.empty(), List.of(), Optional.empty());
        } catch (BelayException e) {
            // a history that cannot be replayed is no drift; the rest can be said all the same
            return Compared.not(e.problem().what());
        }
    }

    private DriftSides sides(Sessions sessions, ScratchDatabase replayed, Role liveAs) throws SQLException {
        try (Connection owner = sessions.open(replayed.access().owner(), run, SessionRole.READ)) {
            return new DriftSides(
                    () -> sessions.open(replayed.access().owner(), run, SessionRole.WORK),
                    Role.of(owner),
                    () -> sessions.open(database.connection(), run, SessionRole.READ),
                    liveAs,
                    historyTable,
                    project.defaultSchema(),
                    scratch.timeout());
        }
    }

    /** The difference has been found, and must not be lost because no SQL can be made of it. */
    private Compared written(Drift drift, DriftSides sides, List<String> differences) {
        try {
            List<DriftScript> sql =
                    DriftSql.write(drift, sides).stream().map(this::file).toList();
            return new Compared(differences, Optional.empty(), sql, Optional.empty());
        } catch (BelayException e) {
            return new Compared(
                    differences,
                    Optional.empty(),
                    List.of(),
                    Optional.of(e.problem().what()));
        } catch (RuntimeException e) {
            // pgCodeKeeper fails in ways of its own on what it does not know
            return new Compared(
                    differences, Optional.empty(), List.of(), Optional.of("the schemas cannot be compared: " + e));
        }
    }

    private DriftScript file(DriftSql.Written written) {
        var text = new DriftText(written, files.database(), files.version(), files.goal());
        Path file = files.folder().resolve(written.direction().file()).toAbsolutePath();
        PrivateFile.write(file, text.text());
        return new DriftScript(
                written.direction(), file, written.sql().size(), text.losing(), written.result(), written.remaining());
    }
}
