package dev.belay.rehearsal;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.StatementExecution;
import dev.belay.migrate.StatementSender;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Direction;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.TableSize;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
import dev.belay.trace.ScratchSessions;
import dev.belay.trace.StatementObserver;
import dev.belay.trace.Tracer;
import dev.belay.trace.model.Trace;
import dev.belay.validation.Soundness;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The planned scripts on a copy of the database: applied and observed, taken back, compared, applied again. The copy is
 * left as that leaves it.
 */
public final class Rehearsal {

    private final Request request;
    private final Sessions sessions = new Sessions(Progress.SILENT);
    private final RunId run = RunId.random();
    private final Set<String> leftOut;

    private Rehearsal(Request request) {
        this.request = request;
        this.leftOut = Stream.of(
                        request.project().scripts().versioned(),
                        request.project().scripts().repeatable())
                .flatMap(List::stream)
                .map(ScriptFile::script)
                .filter(script ->
                        request.pending().contains(script) && !request.planned().contains(script))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A copy to rehearse on.
     *
     * @param worker how scripts reach it: as the role that they will run as
     * @param admin how to observe it: as a superuser where there is one
     * @param words where it is, for people
     * @param major its server's major version
     * @param withData whether it has the rows
     * @param restore how long it took to make it
     */
    public record Copy(
            ConnectionSettings worker,
            ConnectionSettings admin,
            String words,
            int major,
            boolean withData,
            Duration restore) {

        /** {@return how scripts are tried and observed on it} */
        ScratchSessions sessions(Sessions sessions, RunId run, Duration statementTimeout) {
            return new ScratchSessions(
                    () -> sessions.open(worker, run, SessionRole.WORK),
                    () -> sessions.open(admin, run, SessionRole.READ),
                    words,
                    major,
                    statementTimeout);
        }

        static EnvironmentException unanswered(SQLException e) {
            return new EnvironmentException(
                    Problem.of(
                            "the copy for the rehearsal does not answer: " + e.getMessage(),
                            "check the scratch server, then run the goal again"),
                    e);
        }
    }

    /**
     * What to rehearse.
     *
     * @param project its scripts
     * @param pending all that the database lacks, as the history names them
     * @param planned those of them that the run is going to apply
     * @param versions how many of these have a version, and are taken back
     * @param undoable whether each of those has an undo script
     * @param historyTable quoted and qualified; no part of the schema that is compared
     * @param statementTimeout after which a statement counts as failed
     * @param assertions says what does not hold on the upgraded copy, a line each
     */
    public record Request(
            MigrationProject project,
            Set<String> pending,
            Set<String> planned,
            int versions,
            boolean undoable,
            String historyTable,
            Duration statementTimeout,
            Function<Connection, List<String>> assertions) {}

    /**
     * What it has shown.
     *
     * @param figures for people and reports
     * @param trace what each statement did
     * @param before the schema before
     * @param after the schema that the upgrade leads to
     * @param failures why the upgrade must not be run, a line each; empty when all went well
     * @param warnings what it leaves that people should know of, a line each
     * @param undoing what the scripts of the way back do to rows
     */
    public record Result(
            RehearsalFigures figures,
            Trace trace,
            SchemaSnapshot before,
            SchemaSnapshot after,
            List<String> failures,
            List<String> warnings,
            Undoing undoing) {}

    /**
     * What the scripts of the way back do to rows.
     *
     * @param written the tables that they write to or rebuild, quoted and qualified
     * @param unseen scripts that may write to others, since they run without a transaction
     */
    public record Undoing(Set<String> written, Set<String> unseen) {

        /** No way back was taken. */
        public static final Undoing NOTHING = new Undoing(Set.of(), Set.of());

        public Undoing {
            written = Set.copyOf(written);
            unseen = Set.copyOf(unseen);
        }
    }

    /**
     * Rehearses.
     *
     * @throws EnvironmentException when the copy's server does not answer; what scripts do never fails
     */
    public static Result run(Copy copy, Request request) {
        return new Rehearsal(request).run(copy);
    }

    private Result run(Copy copy) {
        try (Connection admin = sessions.open(copy.admin(), run, SessionRole.READ)) {
            Tracer.install(admin);
            SchemaSnapshot before = snapshot(admin);
            Soundness sound = Soundness.read(admin);
            List<TableSize> sizes = TableSizeQuery.read(admin);
            long start = System.nanoTime();
            Trace trace = new Tracer(
                            request.project(),
                            copy.sessions(sessions, run, request.statementTimeout()),
                            leftOut,
                            StatementObserver.NONE)
                    .run();
            Duration up = Duration.ofNanos(System.nanoTime() - start);
            SchemaSnapshot after = snapshot(admin);
            var scripts = new TracedScripts(
                    name -> request.project().scripts().script(name).orElseThrow(), request.project(), sizes);
            var validated = CopyValidation.of(scripts.failures(trace), sound, admin, request.assertions());
            Return back = validated.failures().isEmpty() ? back(copy, admin, before, after) : Return.none();
            var figures = new RehearsalFigures(
                    Direction.UP,
                    copy.words(),
                    copy.withData(),
                    copy.restore(),
                    up,
                    back.took(),
                    back.way(),
                    back.differences(),
                    scripts.locks(trace));
            return new Result(
                    figures, trace, before, after, validated.failures(), validated.warnings(), back.undoing());
        } catch (SQLException e) {
            throw Copy.unanswered(e);
        }
    }

    private SchemaSnapshot snapshot(Connection connection) {
        return SnapshotReader.read(connection, Set.of(request.historyTable()));
    }

    /** The way down, and up again. */
    private record Return(Optional<Duration> took, WayBack way, List<String> differences, Undoing undoing) {
        static Return none() {
            return new Return(Optional.empty(), WayBack.NO_UNDO, List.of(), Undoing.NOTHING);
        }
    }

    private Return back(Copy copy, Connection admin, SchemaSnapshot before, SchemaSnapshot after) throws SQLException {
        if (!request.undoable() || request.versions() == 0) {
            return Return.none();
        }
        var observed = new WrittenTables();
        Map<String, Long> files = WrittenTables.files(admin);
        long start = System.nanoTime();
        try (Migrations migrations = migrations(copy, observed)) {
            migrations.downgrade(new DownTarget.Step(request.versions()));
        } catch (BelayException e) {
            return new Return(Optional.empty(), WayBack.FAILED, e.problem().happened(), Undoing.NOTHING);
        }
        Optional<Duration> took = Optional.of(Duration.ofNanos(System.nanoTime() - start));
        SchemaDiff diff = SchemaDiff.between(before, snapshot(admin));
        var undoing = new Undoing(observed.tables(files, WrittenTables.files(admin)), observed.unseen());
        Return down = new Return(took, way(diff), diff.lines(), undoing);
        return down.way().restores() ? again(copy, admin, down, after) : down;
    }

    private Return again(Copy copy, Connection admin, Return down, SchemaSnapshot after) {
        StatementExecution plain = (connection, script, statement) -> StatementSender.send(connection, statement, 0);
        try (Migrations migrations = migrations(copy, plain)) {
            migrations.upgrade(new UpTarget.Latest());
        } catch (BelayException e) {
            return new Return(down.took(), WayBack.NOT_AGAIN, e.problem().happened(), down.undoing());
        }
        SchemaDiff diff = SchemaDiff.between(after, snapshot(admin));
        return way(diff).restores() ? down : new Return(down.took(), WayBack.NOT_AGAIN, diff.lines(), down.undoing());
    }

    static WayBack way(SchemaDiff diff) {
        if (diff.isEmpty()) {
            return WayBack.EXACT;
        }
        return diff.isColumnOrderOnly() ? WayBack.COLUMN_ORDER : WayBack.DIFFERS;
    }

    private Migrations migrations(Copy copy, StatementExecution execution) {
        return new Migrations(
                request.project().forScratch(leftOut, Map.of()),
                () -> sessions.open(copy.worker(), run, SessionRole.WORK),
                // each is a run of its own in the copy's journal
                RunId.random(),
                Progress.SILENT,
                execution);
    }
}
