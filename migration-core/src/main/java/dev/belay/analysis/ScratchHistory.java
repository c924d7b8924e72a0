package dev.belay.analysis;

import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import dev.belay.server.ScratchAccess;
import dev.belay.server.ScratchContent;
import dev.belay.server.ScratchDatabase;
import dev.belay.server.ScratchServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes scratch databases that stand at a version: its scripts and those before it have run, and neither repeatable ones
 * nor callbacks behind them, since those are written for the last version.
 */
public final class ScratchHistory {

    private final ScratchRequest request;
    private final MigrationProject project;
    private final Sessions sessions = new Sessions(Progress.SILENT);

    public ScratchHistory(ScratchRequest request, MigrationProject project) {
        this.request = request;
        this.project = project;
    }

    /**
     * {@return a database at a version; close it}
     *
     * @param version empty for before the first one: Flyway's schemas, its history table and Belay's journal are there
     *     nevertheless
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or a script fails
     */
    public ScratchDatabase at(Optional<Version> version) {
        return open(major -> key(major, version), access -> {
            begin(access);
            fill(access, project(), version.map(UpTarget.To::new));
        });
    }

    /**
     * {@return a database on which all scripts have run, the repeatable ones too; close it}
     *
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or a script fails
     */
    public ScratchDatabase complete() {
        MigrationProject all = project.forScratch(Set.of(), Map.of());
        return open(this::completeKey, access -> {
            begin(access);
            fill(access, all, Optional.of(new UpTarget.Latest()));
        });
    }

    /**
     * {@return a database that has what all of them begin with, and nothing of Flyway's or Belay's; close it}
     *
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or the SQL to begin with fails
     */
    public ScratchDatabase bare() {
        return open(
                major -> new ContentKey()
                        .with("bare")
                        .with(String.valueOf(major))
                        .with(request.database())
                        .with(String.valueOf(request.superuser()))
                        .with(request.init().map(ScratchRequest.Init::sql).orElse(""))
                        .value(),
                this::begin);
    }

    /** Adds Flyway's and Belay's own tables to such a database, so that it differs from others in nothing but its schema. */
    public void finish(ScratchDatabase bare) {
        fill(bare.access(), project(), Optional.empty());
    }

    private ScratchDatabase open(IntFunction<String> key, ScratchContent.Filler filler) {
        ScratchServer server = request.server().get();
        try {
            var content =
                    new ScratchContent(key.apply(server.major()), request.database(), request.superuser(), filler);
            return server.open(content).endingWith(server::close);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@return the project as it is to run on such a database: without what is written for the last version} */
    public MigrationProject project() {
        Set<String> repeatable =
                project.scripts().repeatable().stream().map(ScriptFile::script).collect(Collectors.toUnmodifiableSet());
        return project.forScratch(repeatable, Map.of()).withoutFinalCallbacks();
    }

    private void begin(ScratchAccess access) {
        request.init().ifPresent(init -> new ScratchInit(init, sessions, access).run());
    }

    private void fill(ScratchAccess access, MigrationProject scripts, Optional<? extends UpTarget> target) {
        RunId run = RunId.random();
        ConnectionSettings owner = access.owner();
        try (Connection journal = sessions.open(owner, run, SessionRole.WORK);
                var migrations = new Migrations(
                        scripts, () -> sessions.open(owner, run, SessionRole.WORK), run, Progress.SILENT)) {
            Migrations.prepareJournal(journal);
            migrations.prepareHistory();
            target.ifPresent(migrations::upgrade);
        } catch (RefusalException e) {
            throw ReplayFailure.ofHistory(e);
        } catch (SQLException e) {
            throw ReplayFailure.of("The scratch server does not answer: " + e.getMessage(), e);
        }
    }

    private String completeKey(int major) {
        var key = new ContentKey().with("all").with(key(major, Optional.empty()));
        Stream.of(project.scripts().versioned(), project.scripts().repeatable())
                .flatMap(List::stream)
                .forEach(script -> key.with(script.script())
                        .with(script.text())
                        .with(script.conf().orElse("")));
        return key.value();
    }

    private String key(int major, Optional<Version> version) {
        var key = new ContentKey()
                .with("history with its table at")
                .with(String.valueOf(major))
                .with(request.database())
                .with(String.valueOf(request.superuser()))
                .with(request.init().map(ScratchRequest.Init::sql).orElse(""));
        project.essence().forEach(key::with);
        for (ScriptFile callback : project.scripts().callbacks()) {
            key.with(callback.script()).with(callback.text());
        }
        for (ScriptFile script : project.scripts().versioned()) {
            boolean within = version.filter(
                            last -> script.name().version().orElseThrow().compareTo(last) <= 0)
                    .isPresent();
            if (within) {
                key.with(script.script()).with(script.text()).with(script.conf().orElse(""));
            }
        }
        return key.with(version.map(Version::toString).orElse("")).value();
    }
}
