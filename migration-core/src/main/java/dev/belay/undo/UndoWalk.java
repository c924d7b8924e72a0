package dev.belay.undo;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.difference.SchemaState;
import dev.belay.difference.ScratchSession;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.parse.Grammar;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.StatementKind;
import dev.belay.script.Version;
import dev.belay.server.ScratchDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Walks up a project's versions on a scratch database, and writes and tries an undo script at each that is asked for.
 * Repeatable scripts do not run: they are written for the last version.
 */
public final class UndoWalk {

    private final ScratchRequest request;
    private final MigrationProject project;
    private final ScratchHistory history;
    private final Consumer<UndoScript> found;
    private final SortedSet<Version> versions = new TreeSet<>();

    /**
     * @param request where
     * @param project all scripts
     * @param found is given each undo script, in the order of versions
     */
    public UndoWalk(ScratchRequest request, MigrationProject project, Consumer<UndoScript> found) {
        this.request = request;
        this.project = project;
        this.history = new ScratchHistory(request, project);
        this.found = found;
        Stream<Optional<Version>> java = project.scripts().java().stream()
                .map(migration -> migration.name())
                .map(ScriptName::version);
        Stream<Optional<Version>> sql =
                project.scripts().versioned().stream().map(ScriptFile::name).map(ScriptName::version);
        Stream.concat(java, sql).flatMap(Optional::stream).forEach(versions::add);
    }

    /**
     * Walks.
     *
     * @param wanted versioned scripts, in the order of versions
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or a script before the first fails
     * @throws RefusalException when a versioned script fails
     */
    public void run(Collection<ScriptFile> wanted) {
        Optional<Stage> stage = Optional.empty();
        try {
            for (ScriptFile script : wanted) {
                Optional<Version> before = below(script.name().version().orElseThrow());
                if (stage.isEmpty()) {
                    stage = Optional.of(new Stage(before));
                }
                if (!stage.get().take(script, before)) {
                    stage.get().close();
                    stage = Optional.empty();
                }
            }
        } finally {
            stage.ifPresent(Stage::close);
        }
    }

    private Optional<Version> below(Version version) {
        SortedSet<Version> lower = versions.headSet(version);
        return lower.isEmpty() ? Optional.empty() : Optional.of(lower.last());
    }

    /** A scratch database on its way up. */
    private final class Stage implements AutoCloseable {

        private final ScratchDatabase database;
        private final Migrations migrations;
        private final ScratchSession session;
        private Optional<Version> at;
        private Optional<SchemaState> state = Optional.empty();

        Stage(Optional<Version> version) {
            at = version;
            database = history.at(version);
            ConnectionSettings owner = database.access().owner();
            RunId run = RunId.random();
            migrations = new Migrations(
                    history.project(),
                    () -> new Sessions(Progress.SILENT).open(owner, run, SessionRole.WORK),
                    run,
                    Progress.SILENT);
            session = new ScratchSession(owner, project.defaultSchema(), migrations.historyTable(), (int)
                    request.timeout().toSeconds());
        }

        /** {@return whether the database can go on from here} */
        boolean take(ScriptFile script, Optional<Version> before) {
            if (!at.equals(before)) {
                migrations.upgrade(new UpTarget.To(before.orElseThrow()));
                state = Optional.empty();
            }
            SchemaState was = state.orElseGet(session::state);
            Version version = script.name().version().orElseThrow();
            PreparedScript up = project.read(script);
            List<StatementKind> kinds =
                    up.statements().stream().map(Grammar::kindOf).toList();
            InsertedRows inserted = InsertedRows.before(session, up.statements(), kinds);
            migrations.upgrade(new UpTarget.To(version));
            SchemaState is = session.state();
            at = Optional.of(version);
            UndoScript undo = new UndoWriter(session, up, kinds, inserted, was, is).write();
            state = Optional.of(is).filter(same -> undo.trial().rolledBack());
            found.accept(undo);
            return undo.trial().unchanged();
        }

        @Override
        public void close() {
            migrations.close();
            database.close();
        }
    }
}
