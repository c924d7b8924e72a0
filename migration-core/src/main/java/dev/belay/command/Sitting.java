package dev.belay.command;

import dev.belay.migrate.StatementExecution;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A run's sessions: those that write, under the run lock, and one that looks. */
final class Sitting implements AutoCloseable {

    private final DatabaseRequest request;
    private final StatementExecution execution;
    private OpenDatabase database;
    private Connection eyes;

    private Sitting(DatabaseRequest request, StatementExecution execution) {
        this.request = request;
        this.execution = execution;
    }

    static Sitting open(DatabaseRequest request, StatementExecution execution) {
        var sitting = new Sitting(request, execution);
        sitting.open(OpenDatabase.forWriting(request, RunId.random(), execution));
        return sitting;
    }

    /** The session that looks is idle for as long as a rehearsal takes: that is one that lasts. */
    private void open(OpenDatabase opened) {
        database = opened;
        try {
            eyes = new Sessions(request.progress()).open(request.connection(), opened.run(), SessionRole.WORK);
        } catch (BelayException e) {
            database.close();
            throw e;
        }
    }

    OpenDatabase database() {
        return database;
    }

    Connection eyes() {
        return eyes;
    }

    /**
     * Does what only goes while nobody is connected. Another run may come in meanwhile: look behind it whether all is as it
     * was.
     */
    <T> T aside(Supplier<T> work) {
        RunId run = database.run();
        close();
        T result = work.get();
        open(OpenDatabase.again(request, run, execution));
        return result;
    }

    @Override
    public void close() {
        try {
            eyes.close();
        } catch (SQLException e) {
            request.progress().detail("closing the session: " + e.getMessage());
        }
        database.close();
    }
}
