package dev.belay.analysis;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Holdings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.rule.QueryContext;
import dev.belay.script.ScriptFile;
import dev.belay.server.ScratchAccess;
import dev.belay.server.ScratchContent;
import dev.belay.server.ScratchDatabase;
import dev.belay.server.ScratchServer;
import dev.belay.trace.ScratchSessions;
import dev.belay.trace.StatementObserver;
import dev.belay.trace.Tracer;
import dev.belay.trace.model.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries the pending scripts: replays the history on a scratch database, unless a copy of it is there already, and runs
 * them on it as an upgrade would.
 */
public final class ScratchTrace {

    private final ScratchRequest request;
    private final MigrationProject project;
    private final Set<String> pending;
    private final Map<String, byte[]> former;
    private final Optional<DownTarget.Exactly> down;
    private final boolean comparing;
    private final Sessions sessions = new Sessions(Progress.SILENT);

    /**
     * @param request where
     * @param project all scripts
     * @param pending those to try; all others are the history
     * @param former what some of those were when the history was made, by their names there
     */
    public ScratchTrace(
            ScratchRequest request, MigrationProject project, Set<ScriptFile> pending, Map<String, byte[]> former) {
        this(request, project, names(pending, former), former, Optional.empty(), false);
    }

    /**
     * The other way: takes versions back on a database that has them.
     *
     * @param applied what the database has applied, and nothing else
     * @param down what to take back
     */
    public ScratchTrace(ScratchRequest request, MigrationProject applied, DownTarget.Exactly down) {
        this(request, applied, Set.of(), Map.of(), Optional.of(down), false);
    }

    private ScratchTrace(
            ScratchRequest request,
            MigrationProject project,
            Set<String> pending,
            Map<String, byte[]> former,
            Optional<DownTarget.Exactly> down,
            boolean comparing) {
        this.request = request;
        this.project = project;
        this.down = down;
        this.comparing = comparing;
        this.pending = pending;
        this.former = new TreeMap<>(former);
    }

    private static Set<String> names(Set<ScriptFile> pending, Map<String, byte[]> former) {
        return pending.stream()
                .map(ScriptFile::script)
                .filter(script -> !former.containsKey(script))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@return the same for comparing what comes of it: it fails where a callback behind the versions does not fit them} */
    public ScratchTrace forComparison() {
        return new ScratchTrace(request, project, pending, former, down, true);
    }

    /** A scratch database on which the history has been replayed; close it. */
    public ScratchDatabase prepare() {
        ScratchServer server = request.server().get();
        try {
            ScratchDatabase database = server.open(
                    new ScratchContent(key(server.major()), request.database(), request.superuser(), this::fill));
            return database.endingWith(server::close);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * What was tried.
     *
     * @param queries what became of the application's queries; empty when there are none
     * @param tried how many of them were tried, for people
     * @param gone what held data and went; empty when nothing was taken back
     */
    public record Seen(
            Trace trace, Optional<QueryContext> queries, Optional<String> tried, Optional<Holdings.Gone> gone) {}

    /**
     * Runs the pending scripts on what {@link #prepare} made, and tries the application's queries before, in between and
     * behind; never fails for what scripts do.
     *
     * @param leftOut scripts that are passed over
     * @throws EnvironmentException when the scratch server does not answer
     */
    Seen run(ScratchDatabase database, Set<String> leftOut, Optional<ApplicationQueries> queries) {
        ScratchSessions ways = sessionsOf(database);
        if (down.isPresent()) {
            return takeBack(ways, down.get());
        }
        if (queries.isEmpty()) {
            Trace trace = new Tracer(project, ways, leftOut, StatementObserver.NONE).run();
            return new Seen(trace, Optional.empty(), Optional.empty(), Optional.empty());
        }
        try (Connection application = ways.worker().get()) {
            searchDefaultSchema(application);
            var trial =
                    QueryTrial.before(application, queries.get(), request.init().isPresent());
            Trace trace = new Tracer(project, ways, leftOut, trial).run();
            return new Seen(
                    trace, Optional.of(trial.finish(application)), Optional.of(trial.words()), Optional.empty());
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    private Seen takeBack(ScratchSessions ways, DownTarget.Exactly target) {
        try (Connection observer = ways.observer().get()) {
            Holdings before = Holdings.read(observer);
            Trace trace = new Tracer(project, ways, Set.of(), StatementObserver.NONE).run(target);
            return new Seen(
                    trace, Optional.empty(), Optional.empty(), Optional.of(before.goneIn(Holdings.read(observer))));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    /** As Flyway does for the scripts: what they make in the default schema the application finds there. */
    private void searchDefaultSchema(Connection application) throws SQLException {
        try (var set = application.prepareStatement("select set_config('search_path',"
                + " quote_ident(?) || ', ' || current_setting('search_path'), false)")) {
            set.setString(1, project.defaultSchema());
            set.execute();
        }
    }

    private ScratchSessions sessionsOf(ScratchDatabase database) {
        RunId run = RunId.random();
        return new ScratchSessions(
                () -> sessions.open(database.access().owner(), run, SessionRole.WORK),
                () -> sessions.open(database.access().observer(), run, SessionRole.READ),
                database.server(),
                database.major(),
                request.timeout());
    }

    private void fill(ScratchAccess access) {
        RunId run = RunId.random();
        try (Connection observer = sessions.open(access.observer(), run, SessionRole.READ)) {
            Tracer.install(observer);
        } catch (SQLException e) {
            throw ReplayFailure.of("The scratch server cannot be observed: " + e.getMessage(), e);
        }
        request.init().ifPresent(init -> new ScratchInit(init, sessions, access).run());
        if (request.replay()
                && (!history().isEmpty()
                        || !former.isEmpty()
                        || !project.scripts().java().isEmpty())) {
            replay(access.owner(), run);
        }
    }

    /** A callback behind the versions may need what only the pending scripts make; what failed before it fails again. */
    private void replay(ConnectionSettings owner, RunId run) {
        MigrationProject history = project.forScratch(pending, former);
        try {
            upgrade(history, owner, run);
        } catch (RefusalException e) {
            if (comparing || project.finalCallbacks().isEmpty()) {
                throw ReplayFailure.ofHistory(e);
            }
            upgradeAgain(history.withoutFinalCallbacks(), owner, e);
        }
    }

    /** What failed first may have left something half done, which is all that a second attempt then says. */
    private void upgradeAgain(MigrationProject history, ConnectionSettings owner, RefusalException first) {
        try {
            upgrade(history, owner, RunId.random());
        } catch (RefusalException second) {
            boolean leftOut = project.finalCallbacks().stream()
                    .map(script -> script.substring(script.lastIndexOf('/') + 1))
                    .anyMatch(name -> first.problem().what().startsWith(name + ":"));
            RefusalException told = leftOut ? second : first;
            told.addSuppressed(leftOut ? first : second);
            throw ReplayFailure.ofHistory(told);
        }
    }

    private void upgrade(MigrationProject history, ConnectionSettings owner, RunId run) {
        try (var migrations =
                new Migrations(history, () -> sessions.open(owner, run, SessionRole.WORK), run, Progress.SILENT)) {
            migrations.upgrade(new UpTarget.Latest());
        }
    }

    private List<ScriptFile> history() {
        return Stream.of(
                        project.scripts().versioned(),
                        project.scripts().repeatable(),
                        project.scripts().callbacks())
                .flatMap(List::stream)
                .filter(script -> !pending.contains(script.script()) && !former.containsKey(script.script()))
                .toList();
    }

    private String key(int major) {
        var key = new ContentKey()
                .with(Tracer.version())
                .with(String.valueOf(major))
                .with(request.database())
                .with(request.superuser() + "," + request.replay())
                .with(request.init().map(ScratchRequest.Init::sql).orElse(""));
        if (comparing && !project.finalCallbacks().isEmpty()) {
            key.with("with all callbacks");
        }
        project.essence().forEach(key::with);
        former.forEach((script, text) -> key.with(script).with(HexFormat.of().formatHex(text)));
        for (ScriptFile script : history()) {
            key.with(script.script()).with(script.text()).with(script.conf().orElse(""));
        }
        return key.value();
    }
}
