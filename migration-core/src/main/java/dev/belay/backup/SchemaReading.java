package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads the schema in a session's open transaction while its owner waits for a program: a table that somebody has locked
 * holds both up, and it is the program that is heard first.
 */
final class SchemaReading implements AutoCloseable {

    private final Connection connection;
    private final FutureTask<SchemaSnapshot> schema;

    private SchemaReading(Connection connection) {
        this.connection = connection;
        this.schema = new FutureTask<>(() -> SnapshotReader.readWithin(connection, Set.of()));
    }

    /** @param connection with auto-commit off; nobody else uses it before {@link #get} has returned */
    static SchemaReading start(Connection connection) {
        var reading = new SchemaReading(connection);
        var thread = new Thread(reading.schema, "belay-reads-schema");
        thread.setDaemon(true);
        thread.start();
        return reading;
    }

    /**
     * {@return the schema, when it has been read}
     *
     * @throws EnvironmentException when the server does not answer, or this thread is interrupted
     */
    SchemaSnapshot get() {
        try {
            return schema.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException(
                    Problem.of("Interrupted while reading the schema.", "run the goal again."), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Whoever has no more use for it does not wait for it: the session ends. */
    @Override
    public void close() throws SQLException {
        if (!schema.isDone()) {
            connection.abort(Runnable::run);
        }
    }
}
