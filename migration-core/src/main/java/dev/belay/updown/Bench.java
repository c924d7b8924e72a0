package dev.belay.updown;

import dev.belay.migrate.DirectScripts;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Refused;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
import dev.belay.server.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A scratch database that knows how many of the scripts it has, and can be brought back to any number: by going on from
 * where it is, or from a new one.
 */
final class Bench implements AutoCloseable {

    private final Supplier<ScratchDatabase> fresh;
    private final MigrationProject project;
    private final List<Pair> pairs;
    private final Seeds seeds;
    private final Duration timeout;
    /** Null when none is open: the last one has been closed, and the next could not be opened. */
    private ScratchDatabase database;

    private Connection connection;
    private DirectScripts scripts;
    private int applied;
    private boolean spoilt;

    Bench(Supplier<ScratchDatabase> fresh, MigrationProject project, List<Pair> pairs, Seeds seeds, Duration timeout) {
        this.fresh = fresh;
        this.project = project;
        this.pairs = pairs;
        this.seeds = seeds;
        this.timeout = timeout;
        begin();
    }

    private void begin() {
        database = fresh.get();
        try {
            connection =
                    new Sessions(Progress.SILENT).open(database.access().owner(), RunId.random(), SessionRole.WORK);
            scripts = new DirectScripts(connection, project, timeout);
            scripts.makeSchemas();
        } catch (RuntimeException e) {
            database.close();
            database = null;
            throw e;
        }
        applied = 0;
        spoilt = false;
        seeds.begin();
    }

    /** {@return where it is, for people} */
    String words() {
        return database.server();
    }

    Connection connection() {
        return connection;
    }

    DirectScripts scripts() {
        return scripts;
    }

    /** {@return the schema as it is, also within a transaction that is open} */
    SchemaSnapshot snapshot() throws SQLException {
        Set<String> ignored = Set.of(scripts.historyTable());
        return connection.getAutoCommit()
                ? SnapshotReader.read(connection, ignored)
                : SnapshotReader.readWithin(connection, ignored);
    }

    Optional<Refused> run(ScriptFile script) {
        return scripts.run(scripts.prepare(script));
    }

    Optional<Refused> runWithin(ScriptFile script) {
        return scripts.runWithin(scripts.prepare(script));
    }

    /** Applies the next script. What it leaves when it fails is for nobody to go on from. */
    Optional<Refused> next() {
        seed();
        Optional<Refused> refused = run(pairs.get(applied).up());
        if (refused.isPresent()) {
            spoilt = true;
        } else {
            applied++;
        }
        return refused;
    }

    /** Inserts the seed files whose time has come: before the next script runs, never between it and its undo script. */
    void seed() {
        seeds.insert(scripts, applied);
    }

    /** Says that the database is not any more what its scripts make. */
    void spoil() {
        spoilt = true;
    }

    /**
     * Brings it to a number of scripts.
     *
     * @throws EnvironmentException when a script that ran before does not run any more
     */
    void moveTo(int number) {
        if (spoilt || applied > number) {
            close();
            begin();
        }
        while (applied < number) {
            next().ifPresent(refused -> {
                throw new EnvironmentException(Problem.of(
                                "A script that ran a moment ago does not run on another scratch database: "
                                        + refused.what(),
                                "Look whether it depends on more than the scripts before it, and run the goal again.")
                        .withDetails(refused.details()));
            });
        }
    }

    @Override
    public void close() {
        if (database == null) {
            return;
        }
        try (ScratchDatabase ending = database) {
            database = null;
            connection.close();
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }
}
