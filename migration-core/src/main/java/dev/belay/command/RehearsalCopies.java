package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.backup.Backup;
import dev.belay.backup.Backups;
import dev.belay.backup.ClusterFacts;
import dev.belay.backup.CopiedRoles;
import dev.belay.backup.LeftDatabases;
import dev.belay.backup.MaintenanceSession;
import dev.belay.backup.OwnDatabase;
import dev.belay.backup.Restore;
import dev.belay.backup.RestoreOptions;
import dev.belay.backup.Restored;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.migrate.KilledRun;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.rehearsal.Rehearsal.Copy;
import dev.belay.server.CopyHost;
import dev.belay.server.ScratchDatabase;
import dev.belay.server.ScratchServer;
import dev.belay.server.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes the copy that a rehearsal works on, and takes it away afterwards, whatever happens on it. */
final class RehearsalCopies {

    private static final String SCRATCH_LACKS = """

            If the scratch server lacks what the database needs, such as an extension or a locale, one of:
              -Ddb.scratch=<image>              a container that has it, such as postgis/postgis:17-3.5
              -Ddb.scratch=postgresql://...     a server that has it, where databases may be created
              -Ddb.rehearsal=same-server        the copy beside the database itself""";

    private static final String MAINTENANCE = "postgres";

    private final Rehearsing rehearsing;
    private final Safeguards guards;
    private final DatabaseRequest database;
    private final OpenDatabase open;
    private Optional<String> withoutData = Optional.empty();
    private List<String> otherVersions = List.of();

    RehearsalCopies(Rehearsing rehearsing, Safeguards guards, DatabaseRequest database, OpenDatabase open) {
        this.rehearsing = rehearsing;
        this.guards = guards;
        this.database = database;
        this.open = open;
    }

    /** {@return why the copy has no rows, although it was to have them} */
    Optional<String> whyWithoutData() {
        return withoutData;
    }

    /** {@return what the copy lacks, so that what was seen on it proves less, a line each} */
    List<String> lacking() {
        return Stream.concat(
                        withoutData.stream(),
                        otherVersions.stream().map(line -> "the copy is not as the database is: " + line))
                .toList();
    }

    /** {@return what the work on a copy leads to} */
    <T> T with(Optional<Backup> backup, Function<Copy, T> work) {
        Optional<String> whyNot = RehearsedRows.whyNot(rehearsing, backup);
        if (whyNot.isPresent()) {
            // where that is what was asked for, nothing is missing
            withoutData = whyNot.filter(why -> rehearsing.mode() != Mode.SCHEMA);
            return withSchema(work);
        }
        if (rehearsing.mode() == Mode.SAME_SERVER) {
            ConnectionSettings beside =
                    MaintenanceSession.settings(new Sessions(database.progress()), database.connection(), open.run());
            var host = new CopyHost(beside, "the same server", open.major(), false, () -> {});
            return onShared(backup.orElseThrow(), host, work);
        }
        try (ScratchServer server = rehearsing.server().of(open.major());
                CopyHost host = server.host()) {
            return host.apart()
                    ? withRows(backup.orElseThrow(), host, work)
                    : onShared(backup.orElseThrow(), host, work);
        }
    }

    /** By a session that lasts as long as the copy, others on that server see that its run lives. */
    private <T> T onShared(Backup backup, CopyHost host, Function<Copy, T> work) {
        try (Connection alive =
                new Sessions(database.progress()).open(host.maintenance(), open.run(), SessionRole.LOCK)) {
            dropLeft(alive, host);
            return withRows(backup, host, work);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("the server of the copy does not answer: " + e.getMessage(), "check the scratch server"),
                    e);
        }
    }

    private void dropLeft(Connection alive, CopyHost host) {
        try {
            List<RunId> killed = open.killed().stream().map(KilledRun::run).toList();
            List<String> dropped = LeftDatabases.drop(alive, open.target().database(), open.run(), killed);
            if (!dropped.isEmpty()) {
                database.progress()
                        .info("dropped what a killed run left at "
                                + host.maintenance().server() + ": " + String.join(", ", dropped));
            }
        } catch (SQLException e) {
            database.progress().warn("a copy that a killed run has left was not dropped: " + e.getMessage());
        }
    }

    private <T> T withRows(Backup backup, CopyHost host, Function<Copy, T> work) {
        String original = open.target().database();
        String name = host.apart() && !original.equals(MAINTENANCE) ? original : OwnDatabase.copy(original, open.run());
        Restored restored = restored(backup, host, name);
        otherVersions = restored.otherVersions();
        try {
            return work.apply(new Copy(
                    worker(host, restored.settings(), backup),
                    restored.settings(),
                    host.words(),
                    host.major(),
                    true,
                    restored.duration()));
        } finally {
            drop(host, name);
            if (!host.apart()) {
                dropRoles(host, restored.createdRoles());
            }
        }
    }

    private Restored restored(Backup backup, CopyHost host, String name) {
        try {
            return Restore.into(
                    backup,
                    host.maintenance(),
                    name,
                    RestoreOptions.rehearsal(open.run())
                            .withClient(guards.backup().flatMap(Safeguards.Backing::client))
                            .withKey(guards.backup().flatMap(Safeguards.Backing::key))
                            .withProgress(database.progress()));
        } catch (EnvironmentException e) {
            if (rehearsing.mode() == Mode.SAME_SERVER) {
                throw e;
            }
            Problem problem = e.problem();
            throw new EnvironmentException(
                    new Problem(problem.what(), problem.details(), problem.state(), problem.next() + SCRATCH_LACKS), e);
        }
    }

    private void drop(CopyHost host, String name) {
        try {
            OwnDatabase.drop(host.maintenance(), name, open.run(), new Sessions(database.progress()));
        } catch (SQLException | EnvironmentException e) {
            database.progress()
                    .warn("the copy " + name + " at " + host.maintenance().server() + " was not dropped: "
                            + e.getMessage());
        }
    }

    /** On a server that others use, too, what the copy needed goes with it. */
    private void dropRoles(CopyHost host, List<String> roles) {
        try {
            Restore.dropRoles(host.maintenance(), open.run(), roles, database.progress());
        } catch (EnvironmentException e) {
            database.progress()
                    .warn("the roles that the copy needed were not dropped: "
                            + e.problem().what());
        }
    }

    /** Scripts run as the role that they will run as, which owns the copy if it owns the original. */
    private ConnectionSettings worker(CopyHost host, ConnectionSettings copy, Backup backup) {
        if (!host.apart()) {
            return copy;
        }
        String role = open.user();
        try (Connection admin = new Sessions(database.progress()).open(copy, RunId.random(), SessionRole.READ)) {
            ClusterFacts facts = new Backups().facts(backup, guards.backup().flatMap(Safeguards.Backing::key));
            CopiedRoles.complete(admin, facts, database.progress());
            if (!exists(admin, role)) {
                return copy;
            }
            try (var statement = admin.createStatement()) {
                statement.execute("ALTER DATABASE "
                        + Quoted.name(copy.database().orElseThrow()) + " OWNER TO "
                        + Quoted.name(owner()));
            }
            Map<String, String> properties = new TreeMap<>(copy.properties());
            properties.put("options", "-c role=" + role.replace("\\", "\\\\").replace(" ", "\\ "));
            return new ConnectionSettings(copy.jdbcUrl(), copy.user(), copy.password(), properties);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "the copy for the rehearsal cannot be prepared: " + e.getMessage(),
                            "check the scratch server, then run the goal again"),
                    e);
        }
    }

    private String owner() throws SQLException {
        try (Connection original =
                        new Sessions(database.progress()).open(database.connection(), open.run(), SessionRole.READ);
                var statement = original.createStatement();
                var row = statement.executeQuery(
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean exists(Connection admin, String role) throws SQLException {
        try (var query = admin.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, role);
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private <T> T withSchema(Function<Copy, T> work) {
        long start = System.nanoTime();
        var table = new TargetSchema.Table(
                database.project().defaultSchema(), database.project().historyTableName());
        TargetSchema schema = TargetSchema.read(
                TargetSchema.Use.REHEARSAL,
                database.connection(),
                guards.backup().flatMap(Safeguards.Backing::client),
                table,
                database.progress());
        var request = new ScratchRequest(
                () -> rehearsing.server().of(open.major()),
                open.target().database(),
                false,
                Optional.of(new ScratchRequest.Init(schema.name(), schema.sql())),
                false,
                ScratchRequest.DEFAULT_TIMEOUT);
        try (ScratchDatabase scratch = new ScratchTrace(request, database.project(), Set.of(), Map.of()).prepare()) {
            return work.apply(new Copy(
                    scratch.access().owner(),
                    scratch.access().observer(),
                    scratch.server(),
                    scratch.major(),
                    false,
                    Duration.ofNanos(System.nanoTime() - start)));
        }
    }
}
