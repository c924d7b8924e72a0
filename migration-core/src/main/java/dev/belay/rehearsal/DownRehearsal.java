package dev.belay.rehearsal;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Direction;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.TableSize;
import dev.belay.postgres.TableSizeQuery;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
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
import java.util.stream.Stream;

/**
 * A downgrade on a copy of the database: versions are taken back and observed, then applied again, and that is compared
 * with what was before. The copy is left as that leaves it.
 */
public final class DownRehearsal {

    /** How long all tables are counted, before and behind the scripts. */
    private static final Duration COUNTING = Duration.ofSeconds(60);

    private final Request request;
    private final Rehearsal.Copy copy;
    private final Sessions sessions = new Sessions(Progress.SILENT);
    private final RunId run = RunId.random();

    private DownRehearsal(Rehearsal.Copy copy, Request request) {
        this.copy = copy;
        this.request = request;
    }

    /**
     * What to rehearse.
     *
     * @param applied what the database has applied, as it was applied
     * @param replayable whether that is all of it, so that what is taken back can be applied again
     * @param down what to take back
     * @param writesRows whether the scripts may write rows of tables that stay
     * @param historyTable quoted and qualified; no part of the schema that is compared
     * @param statementTimeout after which a statement counts as failed
     * @param assertions says what does not hold on the downgraded copy, a line each
     */
    public record Request(
            MigrationProject applied,
            boolean replayable,
            DownTarget.Exactly down,
            boolean writesRows,
            String historyTable,
            Duration statementTimeout,
            Function<Connection, List<String>> assertions) {}

    /**
     * What it has shown.
     *
     * @param shown as of an upgrade: {@code before} is the schema before, {@code after} the one that this leads to
     * @param gone what held data and went
     * @param taken what was taken from tables that stay
     */
    public record Result(Rehearsal.Result shown, Holdings.Gone gone, TakenRows taken) {}

    /**
     * Rehearses.
     *
     * @throws EnvironmentException when the copy's server does not answer; what scripts do never fails
     */
    public static Result run(Rehearsal.Copy copy, Request request) {
        return new DownRehearsal(copy, request).run();
    }

    private Result run() {
        try (Connection admin = sessions.open(copy.admin(), run, SessionRole.READ)) {
            Tracer.install(admin);
            SchemaSnapshot before = snapshot(admin);
            Soundness sound = Soundness.read(admin);
            List<TableSize> sizes = TableSizeQuery.read(admin);
            Holdings held = Holdings.read(admin);
            HeldRows rows = HeldRows.of(admin, held, request.writesRows(), COUNTING);
            Down down = down();
            SchemaSnapshot after = snapshot(admin);
            Holdings left = Holdings.read(admin);
            Holdings.Gone gone = held.goneIn(left);
            TakenRows taken = rows.takenUntil(HeldRows.of(admin, left, request.writesRows(), COUNTING));
            var tracedScripts = new TracedScripts(this::script, request.applied(), sizes);
            var validated = CopyValidation.of(tracedScripts.failures(down.trace()), sound, admin, request.assertions());
            Again again = validated.failures().isEmpty() ? again(admin, before) : Again.NOT;
            var shown = new Rehearsal.Result(
                    figures(down, again, tracedScripts.locks(down.trace())),
                    down.trace(),
                    before,
                    after,
                    validated.failures(),
                    validated.warnings(),
                    again.undoing());
            return new Result(shown, gone, taken);
        } catch (SQLException e) {
            throw Rehearsal.Copy.unanswered(e);
        }
    }

    /** Down: the undo scripts, each statement seen. */
    private record Down(Trace trace, Duration took) {}

    private Down down() {
        long start = System.nanoTime();
        Trace trace = new Tracer(
                        request.applied(),
                        copy.sessions(sessions, run, request.statementTimeout()),
                        Set.of(),
                        StatementObserver.NONE)
                .run(request.down());
        return new Down(trace, Duration.ofNanos(System.nanoTime() - start));
    }

    private RehearsalFigures figures(Down down, Again again, List<RehearsalFigures.LockTime> locks) {
        return new RehearsalFigures(
                Direction.DOWN,
                copy.words(),
                copy.withData(),
                copy.restore(),
                again.took(),
                Optional.of(down.took()),
                again.way(),
                again.differences(),
                locks);
    }

    private SchemaSnapshot snapshot(Connection connection) {
        return SnapshotReader.read(connection, Set.of(request.historyTable()));
    }

    private ScriptFile script(String name) {
        return Stream.concat(
                        request.applied().scripts().script(name).stream(),
                        request.down().putBack().stream()
                                .filter(each -> each.script().equals(name))
                                .map(each -> each.text()))
                .reduce((file, former) -> former)
                .orElseThrow();
    }

    /** Up again: what a failed downgrade is taken back with. */
    private record Again(Duration took, WayBack way, List<String> differences, Rehearsal.Undoing undoing) {

        static final Again NOT = new Again(Duration.ZERO, WayBack.NO_UNDO, List.of(), Rehearsal.Undoing.NOTHING);
    }

    private Again again(Connection admin, SchemaSnapshot before) throws SQLException {
        if (!request.replayable()) {
            return Again.NOT;
        }
        var observed = new WrittenTables();
        Map<String, Long> files = WrittenTables.files(admin);
        long start = System.nanoTime();
        try (Migrations migrations = new Migrations(
                request.applied().forScratch(Set.of(), Map.of()),
                () -> sessions.open(copy.worker(), run, SessionRole.WORK),
                // a run of its own in the copy's journal
                RunId.random(),
                Progress.SILENT,
                observed)) {
            migrations.upgrade(new UpTarget.Latest());
        } catch (BelayException e) {
            return new Again(
                    Duration.ofNanos(System.nanoTime() - start),
                    WayBack.FAILED,
                    e.problem().happened(),
                    Rehearsal.Undoing.NOTHING);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        SchemaDiff diff = SchemaDiff.between(before, snapshot(admin));
        var undoing = new Rehearsal.Undoing(observed.tables(files, WrittenTables.files(admin)), observed.unseen());
        return new Again(took, Rehearsal.way(diff), diff.lines(), undoing);
    }
}
